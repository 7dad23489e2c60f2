import type { Writable } from "node:stream";

/** The wrapper's standard input. Without a descriptor the job gets an empty one. */
export interface ParentInput {
  readonly fd?: number;
  readonly isTTY?: boolean;
  // What a terminal has besides; asked for only where output is masked on one.
  setRawMode?(raw: boolean): unknown;
  on?(event: "data", listener: (data: Buffer) => void): unknown;
  off?(event: "data", listener: (data: Buffer) => void): unknown;
  pause?(): unknown;
  resume?(): unknown;
}

/** An output stream of the wrapper, `process.stdout` for example. */
export type ParentOutput = Writable & {
  readonly fd?: number;
  readonly isTTY?: boolean;
  /** The size of a terminal. */
  readonly columns?: number;
  readonly rows?: number;
};
