import { createHash } from "node:crypto";
import { join } from "node:path";
import { freePort } from "../../servers/free-port.ts";
import { launch, ownFile, ownFolder } from "./launch.ts";
import type { Ground, Running } from "./service.ts";

const MODULES = [
  "mpm_event",
  "ssl",
  "socache_shmcb",
  "authn_core",
  "authn_file",
  "authz_core",
  "authz_user",
  "auth_basic",
];

/** What one use of Apache adds. */
export interface ApacheUse {
  readonly name: string;
  readonly modules: readonly string[];
  /** Directives beside those of {@link startApache}; `login` is what asks for the user's name and password. */
  directives(folders: { readonly folder: string; readonly home: string; readonly login: string }): string;
}

/** Apache over TLS with basic authentication, without root (https://httpd.apache.org/docs/2.4/mod/mod_auth_basic.html). */
export async function startApache(ground: Ground, { name, modules, directives }: ApacheUse): Promise<Running> {
  const { username, password } = ground.account;
  const folder = await ownFolder(ground, name);
  const home = await ownFolder(ground, name, "home");
  // A form that takes no program to make (https://httpd.apache.org/docs/2.4/misc/password_encryptions.html); weak, for a
  // server that lives for minutes.
  const hash = createHash("sha1").update(password).digest("base64");
  const users = await ownFile(ground, join(folder, "users"), `${username}:{SHA}${hash}\n`);
  const login = `AuthType Basic\n  AuthName files\n  AuthUserFile ${users}\n  Require valid-user`;
  const port = await freePort();
  const loaded = [...MODULES, ...modules].map(
    (module) => `LoadModule ${module}_module /usr/lib/apache2/modules/mod_${module}.so`,
  );
  const text = `${loaded.join("\n")}
ServerRoot ${folder}
ServerName localhost
Listen 127.0.0.1:${port}
PidFile ${folder}/pid
SSLEngine on
SSLCertificateFile ${ground.tls.cert}
SSLCertificateKeyFile ${ground.tls.key}
ErrorLog ${folder}/error.log
DocumentRoot ${home}
Mutex file:${folder} default
${directives({ folder, home, login })}`;
  const file = await ownFile(ground, join(folder, "httpd.conf"), text);
  const stop = await launch(ground, name, ["apache2", "-DFOREGROUND", "-f", file], port);
  return { ports: { https: port }, facts: { home }, stop };
}
