import { descendants } from "./descendants.ts";
import type { Platform } from "./platform.ts";

/**
 * Linux takes at most 32 pages of 4,096 bytes for one `NAME=value` with its closing NUL, and answers `E2BIG` beyond that
 * (https://man7.org/linux/man-pages/man2/execve.2.html, "Limits on size of arguments and environment").
 */
const LONGEST_VARIABLE = 131_072;

/** Linux, macOS and their kin. */
export const posix: Platform = {
  signals: ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM"],
  notices: ["SIGTSTP", "SIGCONT", "SIGWINCH"],
  groupSignals: ["SIGINT", "SIGQUIT", "SIGHUP", "SIGTSTP", "SIGCONT", "SIGWINCH"],

  variableKey: (name) => name,

  variableFault(name, value) {
    const bytes = Buffer.byteLength(name) + Buffer.byteLength(value) + 2;
    return bytes > LONGEST_VARIABLE ? "is longer than the 128 KiB that the system takes for one variable" : undefined;
  },

  neededVariables: ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "TMPDIR", "TZ", "LANG", "LC_ALL", "LC_CTYPE"],

  lacks: (kind) =>
    (kind === "memory-file" || kind === "rclone-config") && process.platform !== "linux"
      ? "there is no memory-backed storage for files without a name on this system"
      : undefined,

  needsRealPipe: process.platform === "linux",

  command: (program, args) => ({ file: program, args }),

  pass: (child, signal) => void child.kill(signal as NodeJS.Signals),

  pause: () => void process.kill(process.pid, "SIGTSTP"),

  kill(child) {
    // What the job has started is listed first: once the job is gone, it is nobody's child.
    const others = child.pid === undefined ? [] : descendants(child.pid);
    child.kill("SIGKILL");
    for (const pid of others) end(pid);
  },

  terminalFault: undefined,
};

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
