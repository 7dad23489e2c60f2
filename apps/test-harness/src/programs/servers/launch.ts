import { chown, mkdir, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { startProcess } from "../../servers/server-process.ts";
import type { Ground } from "./service.ts";

/** Starts a server, without root's rights where there is a user for it, and waits until its port answers. */
export function launch(
  { logs, unprivileged }: Ground,
  name: string,
  [command, ...args]: readonly [string, ...string[]],
  port: number,
): Promise<() => Promise<void>> {
  const drop = unprivileged && [`--reuid=${unprivileged.uid}`, `--regid=${unprivileged.gid}`, "--clear-groups"];
  const line = drop ? ["setpriv", ...drop, command, ...args] : [command, ...args];
  const [program = command, ...rest] = line;
  return startProcess({ command: program, args: rest, log: join(logs, `${name}.log`), answers: () => answers(port) });
}

/** A folder that the server may write. */
export async function ownFolder({ folder, unprivileged }: Ground, ...names: readonly string[]): Promise<string> {
  const path = join(folder, ...names);
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (unprivileged) await chown(path, unprivileged.uid, unprivileged.gid);
  return path;
}

/** A file that the server alone may read. */
export async function ownFile({ unprivileged }: Ground, path: string, text: string): Promise<string> {
  await writeFile(path, text, { mode: 0o600 });
  if (unprivileged) await chown(path, unprivileged.uid, unprivileged.gid);
  return path;
}

/** Whether something listens on a port of 127.0.0.1. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.setTimeout(2_000, () => socket.destroy());
    socket.once("connect", () => {
      // Where nobody listens, a client that is given the same port is connected to itself.
      resolve(socket.localPort !== port);
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}
