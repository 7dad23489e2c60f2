import type { Encoding } from "./encodings.ts";

/** A value that stood where none may stand. It names the place, never the value. */
export interface Finding {
  readonly encoding: Encoding;
  readonly source: string;
  /** Byte offset in the source. */
  readonly position: number;
  /** Which of the scanner's values, counted from 0. */
  readonly value: number;
}

/** What was searched. `unread` must be empty for a clean result to mean anything. */
export interface LeakReport {
  readonly values: number;
  readonly encodings: readonly Encoding[];
  /** Texts, files, names, members of objects … that were searched. */
  readonly places: number;
  readonly bytes: number;
  /** Places that could not be read, with the reason. */
  readonly unread: readonly string[];
  readonly findings: readonly Finding[];
}
