import { lstat } from "node:fs/promises";
import { connect, createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const NAME = "alive";

/** One that does not even refuse by then is not known to be dead, in milliseconds. */
const LIMIT_MS = 1_000;

/** Far longer than a start takes between the two, in milliseconds. */
const STARTING_MS = 100;

/**
 * Marks a folder as in use by this process: a socket in it, on which the kernel takes connections until the process is gone,
 * however that ends. Other than a process id it cannot be anybody else's, and is told from within any container. Gives
 * what ends it; a folder that takes no socket has no mark.
 */
export async function markAlive(folder: string): Promise<() => void> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => {
    server.on("error", () => resolve());
    server.listen(path.join(folder, NAME), () => resolve());
  });
  server.unref();
  return () => void server.close();
}

/** Whether a folder has a mark whose process is gone: nobody listens, which is `ECONNREFUSED` (unix(7)). */
export async function isAbandoned(folder: string): Promise<boolean> {
  const mark = path.join(folder, NAME);
  // A file in its place would refuse too.
  if (!(await lstat(mark).catch(() => undefined))?.isSocket()) return false;
  if (!(await isRefused(mark))) return false;
  // A run that is just starting has its socket a moment before it listens.
  await sleep(STARTING_MS);
  return isRefused(mark);
}

async function isRefused(mark: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(mark);
    const is = (refused: boolean) => {
      socket.destroy();
      resolve(refused);
    };
    socket.setTimeout(LIMIT_MS, () => is(false));
    socket.once("connect", () => is(false));
    socket.once("error", (error) => is("code" in error && error.code === "ECONNREFUSED"));
  });
}
