import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import type { DeliveryKind } from "@keyferry/core/delivery";
import { ProgramError } from "../run/program-error.ts";
import { batchCommandLine } from "./batch-command-line.ts";
import type { Environment, Platform, RunningJob } from "./platform.ts";

/** What the Windows branch asks of its machine, so that it can be tried on any. */
export interface WindowsMachine {
  isFile(path: string): boolean;
  /** Starts a program of the system and waits for nothing; `failed` if it does not start. */
  start(file: string, args: readonly string[], failed: () => void): void;
  readonly systemRoot: string;
}

/** In UTF-16 units (https://learn.microsoft.com/windows/win32/procthread/environment-variables). */
const LONGEST_VARIABLE = 32_767;

/** Without SystemRoot many programs cannot load the system's own libraries. */
const NEEDED =
  "PATH PATHEXT SYSTEMROOT WINDIR COMSPEC SYSTEMDRIVE TEMP TMP USERPROFILE USERNAME HOMEDRIVE HOMEPATH APPDATA LOCALAPPDATA PROGRAMDATA".split(
    " ",
  );

/** Deliveries that Windows has no means for. */
const LACKS: Partial<Record<DeliveryKind, string>> = {
  fd: "Windows hands on no descriptors by number",
  pipe: "Windows has no named pipes that a program opens as a file",
  "ssh-agent": "the agent of Windows is a service of the whole session, and keeps keys beyond the job",
  askpass: "a helper of Windows would have to be a program of its own, not a script",
  command: "a helper of Windows would have to be a program of its own, not a script",
  "memory-file": "Windows has no memory-backed storage for files",
  "rclone-config": "Windows has no memory-backed storage for files",
};

const thisMachine = (environment: Environment): WindowsMachine => ({
  isFile: (file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false,
  start: (file, args, failed) => void spawn(file, args, { stdio: "ignore", windowsHide: true }).on("error", failed),
  systemRoot: environment.SystemRoot ?? "C:\\Windows",
});

export function windows(environment: Environment, machine: WindowsMachine = thisMachine(environment)): Platform {
  const system = (program: string) => path.win32.join(machine.systemRoot, "System32", program);

  const kill = (child: RunningJob) => {
    // Ending one process would leave its children: Windows has no process groups that a signal reaches.
    const alone = () => void child.kill();
    if (child.pid === undefined) alone();
    else machine.start(system("taskkill.exe"), ["/PID", String(child.pid), "/T", "/F"], alone);
  };

  return {
    signals: ["SIGINT", "SIGBREAK", "SIGHUP", "SIGTERM"],
    notices: [],
    groupSignals: [],
    pause: () => undefined,
    variableKey: (name) => name.toUpperCase(),
    variableFault: (name, value) =>
      name.length + value.length + 2 > LONGEST_VARIABLE
        ? "is longer than the 32,767 characters that Windows takes for one variable"
        : undefined,

    neededVariables: NEEDED,
    terminalFault: "Windows draws a pseudo-terminal anew, and cuts what is written into pieces that cannot be masked",
    lacks: (kind) => LACKS[kind],
    needsRealPipe: false,

    command(program, args, environment) {
      const file = findProgram(program, environment, machine.isFile);
      if (!isBatch(file)) return { file, args };
      return {
        file: system("cmd.exe"),
        // /d runs no AutoRun command, /e:ON the extensions that the quoting uses, /v:OFF no expansion of `!`.
        args: ["/d", "/e:ON", "/v:OFF", "/s", "/c", `"${batchCommandLine(file, args)}"`],
        verbatim: true,
      };
    },

    // The console sends its events to every process on it, so the job has them already; only a request to end has to be
    // carried out here.
    pass: (child, signal) => (signal === "SIGTERM" ? kill(child) : undefined),
    kill,
  };
}

/** Windows drops dots and spaces at the end of a file's name, so `run.cmd. ` is a batch file too (CVE-2024-36138). */
function isBatch(file: string): boolean {
  return /\.(bat|cmd)[. ]*$/i.test(file);
}

/**
 * Looks a program up as the system does, with PATH and PATHEXT, but never in the working folder, where anyone's file could
 * carry its name.
 */
function findProgram(program: string, environment: Environment, isFile: (file: string) => boolean): string {
  const endings = (variable(environment, "PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").split(";").filter(Boolean);
  const named = endings.some((ending) => program.toUpperCase().endsWith(ending.toUpperCase()));
  const names = named ? [program] : endings.map((ending) => program + ending);
  const folders = /[\\/:]/.test(program)
    ? [""]
    : (variable(environment, "PATH") ?? "")
        .split(";")
        .map((folder) => folder.replace(/^"(.*)"$/, "$1"))
        .filter((folder) => path.win32.isAbsolute(folder));
  for (const folder of folders) {
    for (const name of names) {
      const file = folder === "" ? name : path.win32.join(folder, name);
      if (isFile(file)) return file;
    }
  }
  throw new ProgramError(program, "missing");
}

function variable(environment: Environment, name: string): string | undefined {
  const key = Object.keys(environment).find((each) => each.toUpperCase() === name);
  return key === undefined ? undefined : environment[key];
}
