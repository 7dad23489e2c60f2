import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { SecretReading } from "../port.ts";
import type { CollectLimits } from "./collect.ts";
import { type Descriptors, NO_DESCRIPTORS, processDescriptors } from "./descriptors.ts";
import { type ProgramEnd, runProgram } from "./run-program.ts";

/** An open file, as far as a source needs it. */
export interface SourceFile {
  stat(): Promise<{ isFile(): boolean; readonly uid: number; readonly mode: number }>;
  read(buffer: Uint8Array, offset: number, length: number, position: null): Promise<{ readonly bytesRead: number }>;
  close(): Promise<void>;
}

/** What a folder or a program is, and whose. */
export interface SourcePlace {
  isFile(): boolean;
  isDirectory(): boolean;
  readonly uid: number;
  readonly mode: number;
}

/** The outside world as sources see it: a port, so that tests pass their own. */
export interface SourceReader {
  variable(name: string): string | undefined;
  /** Opens without following a link at the path's end, and without waiting for a pipe's other side. */
  openFile(path: string): Promise<SourceFile>;
  /** Links are followed. */
  stat(path: string): Promise<SourcePlace>;
  /** The user whose files are trusted besides root's; undefined on Windows, where files have access lists in place of modes. */
  readonly euid: number | undefined;
  /** What the credential store holds for this connection, by field. Throws `KeyferryError`. */
  readonly sealed?: () => Promise<Readonly<Record<string, string>>>;
  /** What a secret of another connection holds. Throws `KeyferryError`. */
  readonly secrets?: (id: string, signal: AbortSignal) => Promise<SecretReading>;
  readonly descriptors: Pick<Descriptors, "take" | "close">;
  run(program: string, args: readonly string[], limits: CollectLimits): Promise<ProgramEnd>;
}

/**
 * What a program that fetches a credential may need of the environment: where things of the user are, the way to the
 * keychain's service, the language. Nothing that a login's source could read.
 */
const HELPER_VARIABLES = [
  ...["PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR"],
  ...["XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS"],
  ...["SystemRoot", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP"],
];

/** Reads the given environment, this machine's files and, with `takeDescriptors`, what this process was started with. */
export function systemReader(env: Readonly<Record<string, string | undefined>>, takeDescriptors = false): SourceReader {
  // Windows knows neither flag.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const variable = (name: string) => (Object.hasOwn(env, name) ? env[name] : undefined);
  const helperEnv = () =>
    Object.fromEntries(
      HELPER_VARIABLES.flatMap((name) => {
        const value = variable(name);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  return {
    variable,
    openFile: (path) => open(path, flags),
    stat,
    euid: process.geteuid?.(),
    descriptors: takeDescriptors ? processDescriptors : NO_DESCRIPTORS,
    run: (program, args, limits) =>
      runProgram({ program, args, env: helperEnv(), folder: variable("SystemRoot") ?? "/" }, limits),
  };
}
