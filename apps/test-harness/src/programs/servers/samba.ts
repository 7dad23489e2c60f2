import { execFileSync } from "node:child_process";
import { userInfo } from "node:os";
import { join } from "node:path";
import { freePort } from "../../servers/free-port.ts";
import { launch, ownFile, ownFolder } from "./launch.ts";
import type { Service } from "./service.ts";

const FOLDERS = ["private", "state", "cache", "lock", "pid", "ncalrpc"];

/** A file server of Samba (https://www.samba.org/samba/docs/current/man-html/smb.conf.5.html). */
export const samba: Service = {
  id: "samba",
  product: "Samba",
  packages: ["samba", "samba-common-bin"],
  async start(ground) {
    const { systemName, password } = ground.account;
    const folder = await ownFolder(ground, "samba");
    const home = await ownFolder(ground, "samba", "home");
    for (const name of FOLDERS) await ownFolder(ground, "samba", name);
    // Samba's accounts are the system's, but a map gives one of them the name that clients use.
    const user = ground.unprivileged ? "nobody" : userInfo().username;
    const map = await ownFile(ground, join(folder, "map"), `${user} = ${systemName}\n`);
    const port = await freePort();
    const file = await ownFile(ground, join(folder, "smb.conf"), config(folder, home, map, port));
    execFileSync(...as(ground.unprivileged, ["pdbedit", "-s", file, "-a", "-t", "-u", user]), {
      input: `${password}\n${password}\n`,
      stdio: ["pipe", "ignore", "ignore"],
    });
    const line = ["smbd", "-F", "--no-process-group", "--debug-stdout", "-s", file] as const;
    const stop = await launch(ground, "samba", [...line], port);
    return { ports: { smb: port }, facts: { home }, stop };
  },
};

function as(
  user: { readonly uid: number; readonly gid: number } | undefined,
  [program = "", ...args]: readonly string[],
): [string, string[]] {
  if (user === undefined) return [program, args];
  return ["setpriv", [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups", program, ...args]];
}

function config(folder: string, home: string, map: string, port: number): string {
  return `[global]
  interfaces = 127.0.0.1
  bind interfaces only = yes
  smb ports = ${port}
  disable netbios = yes
  private dir = ${folder}/private
  state directory = ${folder}/state
  cache directory = ${folder}/cache
  lock directory = ${folder}/lock
  pid directory = ${folder}/pid
  ncalrpc dir = ${folder}/ncalrpc
  username map = ${map}
  load printers = no
  log level = 1
[files]
  path = ${home}
  read only = no
`;
}
