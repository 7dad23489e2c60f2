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

/** The kind, mode and owner of a folder or a program. */
export interface SourcePlace {
  isFile(): boolean;
  isDirectory(): boolean;
  readonly uid: number;
  readonly mode: number;
}

/** The outside world as sources see it. A port, so that tests can pass their own. */
export interface SourceReader {
  variable(name: string): string | undefined;
  /** Opens a file without following a link at the end of the path, and without waiting for the other end of a pipe. */
  openFile(path: string): Promise<SourceFile>;
  /** Links are followed. */
  stat(path: string): Promise<SourcePlace>;
  /**
   * The user whose files are trusted besides root's; undefined on Windows, where files have access lists instead of
   * modes.
   */
  readonly euid: number | undefined;
  /** What the credential store holds for this connection, by field. Throws `KeyferryError`. */
  readonly sealed?: () => Promise<Readonly<Record<string, string>>>;
  /** What a secret of another connection holds. Throws `KeyferryError`. */
  readonly secrets?: (id: string, signal: AbortSignal) => Promise<SecretReading>;
  readonly descriptors: Pick<Descriptors, "take" | "close">;
  run(program: string, args: readonly string[], limits: CollectLimits): Promise<ProgramEnd>;
}

/**
 * The variables that a program which fetches a credential may need: where the user's things are, the way to the
 * keychain's service, the language. None that a login's source could read.
 */
const HELPER_VARIABLES = [
  ...["PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR"],
  ...["XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS"],
  ...["SystemRoot", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP"],
];

/**
 * A reader of the given environment, this machine's files and, with `takeDescriptors`, the descriptors that this
 * process was started with.
 */
export function systemReader(env: Readonly<Record<string, string | undefined>>, takeDescriptors = false): SourceReader {
  // Windows has neither flag.
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
