import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** An open file, as far as a source needs it. */
export interface SourceFile {
  stat(): Promise<{ isFile(): boolean; readonly uid: number; readonly mode: number }>;
  read(buffer: Uint8Array, offset: number, length: number, position: null): Promise<{ readonly bytesRead: number }>;
  close(): Promise<void>;
}

/** The outside world as sources see it: a port, so that tests pass their own. */
export interface SourceReader {
  variable(name: string): string | undefined;
  /** Opens without following a link at the path's end, and without waiting for a pipe's other side. */
  openFile(path: string): Promise<SourceFile>;
  /** The user whose files are trusted besides root's; undefined on Windows, where files have access lists in place of modes. */
  readonly euid: number | undefined;
  /** What the credential store holds for this connection, by field. Throws `KeyferryError`. */
  readonly sealed?: () => Promise<Readonly<Record<string, string>>>;
}

/** Reads the given environment, and the machine's files. */
export function systemReader(env: Readonly<Record<string, string | undefined>>): SourceReader {
  // Windows knows neither flag.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  return {
    variable: (name) => (Object.hasOwn(env, name) ? env[name] : undefined),
    openFile: (path) => open(path, flags),
    euid: process.geteuid?.(),
  };
}
