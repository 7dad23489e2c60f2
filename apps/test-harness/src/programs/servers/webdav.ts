import { createHash } from "node:crypto";
import { join } from "node:path";
import { freePort } from "../../servers/free-port.ts";
import { launch, ownFile, ownFolder } from "./launch.ts";
import type { Ground, Service } from "./service.ts";

const MODULES = [
  "mpm_event",
  "ssl",
  "socache_shmcb",
  "authn_core",
  "authn_file",
  "authz_core",
  "authz_user",
  "auth_basic",
  "dav",
  "dav_fs",
];

/** Apache with mod_dav_fs and basic authentication (https://httpd.apache.org/docs/2.4/mod/mod_dav.html). */
export const webdav: Service = {
  id: "webdav",
  product: "Apache with mod_dav",
  packages: ["apache2-bin"],
  async start(ground) {
    const { username, password } = ground.account;
    const folder = await ownFolder(ground, "webdav");
    const home = await ownFolder(ground, "webdav", "home");
    // A form that takes no program to make (https://httpd.apache.org/docs/2.4/misc/password_encryptions.html); weak, for a
    // server that lives for minutes.
    const hash = createHash("sha1").update(password).digest("base64");
    const users = await ownFile(ground, join(folder, "users"), `${username}:{SHA}${hash}\n`);
    const port = await freePort();
    const file = await ownFile(ground, join(folder, "httpd.conf"), config(ground, folder, home, users, port));
    const stop = await launch(ground, "webdav", ["apache2", "-DFOREGROUND", "-f", file], port);
    return { ports: { https: port }, facts: { home }, stop };
  },
};

function config({ tls }: Ground, folder: string, home: string, users: string, port: number): string {
  const modules = MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
  return `${modules.join("\n")}
ServerRoot ${folder}
ServerName localhost
Listen 127.0.0.1:${port}
PidFile ${folder}/pid
SSLEngine on
SSLCertificateFile ${tls.cert}
SSLCertificateKeyFile ${tls.key}
ErrorLog ${folder}/error.log
DocumentRoot ${home}
DavLockDB ${folder}/locks
Mutex file:${folder} default
<Directory ${home}>
  Dav On
  AuthType Basic
  AuthName files
  AuthUserFile ${users}
  Require valid-user
</Directory>
`;
}
