import { startApache } from "./apache.ts";
import type { Service } from "./service.ts";

/** Apache with mod_dav_fs and basic authentication (https://httpd.apache.org/docs/2.4/mod/mod_dav.html). */
export const webdav: Service = {
  id: "webdav",
  product: "Apache with mod_dav",
  packages: ["apache2-bin"],
  start: (ground) =>
    startApache(ground, {
      name: "webdav",
      modules: ["dav", "dav_fs"],
      directives: ({ folder, home, login }) => `DavLockDB ${folder}/locks
<Directory ${home}>
  Dav On
  ${login}
</Directory>
`,
    }),
};
