import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { KeyferryError } from "@keyferry/core/delivery";

/** The two ends of a pipe, as descriptors of this process that are closed when a program is started. */
export interface AnonymousPipe {
  readonly read: number;
  readonly write: number;
}

/** Of the shell's two commands the second gets the pipe, keeps it as descriptor 4, and stays until its descriptor 3 is closed. */
const SCRIPT = `: | exec /bin/sh -c 'exec 4<&0; echo $$; read -r _ <&3'`;

/**
 * A pipe of the kernel's, on Linux. Node gives a child a socket in place of a pipe, and a socket cannot be opened as `/dev/fd/N`
 * (https://man7.org/linux/man-pages/man7/unix.7.html; open(2): ENXIO), which is how most programs are told of a descriptor. A
 * shell makes the pipe, and both ends are opened by its `/proc/PID/fd` (proc_pid_fd(5)); nothing has a name. Throws
 * `KeyferryError` (`delivery`) where there is no shell or no /proc.
 */
export async function openAnonymousPipe(): Promise<AnonymousPipe> {
  let shell: ChildProcess | undefined;
  try {
    shell = spawn("/bin/sh", ["-c", SCRIPT], { stdio: ["ignore", "pipe", "ignore", "pipe"], env: {} });
    const path = `/proc/${await firstLine(shell)}/fd/4`;
    const read = openSync(path, constants.O_RDONLY);
    try {
      const write = openSync(path, constants.O_WRONLY);
      if (!fstatSync(read).isFIFO()) throw new Error("not a pipe");
      return { read, write };
    } catch (error) {
      closeSync(read);
      throw error;
    }
  } catch (error) {
    const system = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new KeyferryError({
      code: "delivery",
      message: `no pipe could be made for the job${system}`,
      hint: "it takes /bin/sh and /proc; deliver the value another way",
    });
  } finally {
    for (const stream of shell?.stdio ?? []) stream?.destroy();
  }
}

async function firstLine(shell: ChildProcess): Promise<number> {
  const failed = once(shell, "error").then(([error]) => Promise.reject(error));
  failed.catch(() => undefined);
  const ended = once(shell, "exit").then(() => Promise.reject(new Error("the shell ended")));
  ended.catch(() => undefined);
  const line = shell.stdout ? once(shell.stdout, "data").then(([data]) => Number.parseInt(String(data), 10)) : ended;
  const pid = await Promise.race([line, failed, ended]);
  if (!Number.isInteger(pid)) throw new Error("no process");
  return pid;
}
