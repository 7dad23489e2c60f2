import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { startApache } from "./apache.ts";
import { ownFolder } from "./launch.ts";
import type { Service } from "./service.ts";

/** git's own server behind Apache, with one repository that is pushed to and read with a login (https://git-scm.com/docs/git-http-backend). */
export const git: Service = {
  id: "git",
  product: "git http-backend under Apache",
  packages: ["apache2-bin", "git"],
  async start(ground) {
    const repository = join(await ownFolder(ground, "git", "home"), "trial.git");
    execFileSync("git", ["init", "--quiet", "--bare", repository]);
    const { unprivileged } = ground;
    if (unprivileged) execFileSync("chown", ["-R", `${unprivileged.uid}:${unprivileged.gid}`, repository]);
    return startApache(ground, {
      name: "git",
      modules: ["alias", "env", "cgid"],
      directives: ({ folder, home, login }) => `ScriptSock ${folder}/cgid.sock
SetEnv GIT_PROJECT_ROOT ${home}
SetEnv GIT_HTTP_EXPORT_ALL 1
ScriptAlias / /usr/lib/git-core/git-http-backend/
<Location />
  ${login}
</Location>
`,
    });
  },
};
