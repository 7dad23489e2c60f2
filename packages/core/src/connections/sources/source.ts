import type { Failure } from "../../contract/failure.ts";
import type { SourceReader } from "./reader.ts";

/** What reading a source gave. A failure names the source, and never holds a part of the value. */
export type SourceReading =
  | { readonly ok: true; readonly value: string }
  | ({ readonly ok: false } & Pick<Failure, "code" | "message" | "hint">);

/** Where a credential comes from, read from its text form. */
export interface Source {
  /** The environment variable that it reads: the job must not see it. */
  readonly variable?: string;
  /** `field` is the sensitive field that it is read for. */
  read(reader: SourceReader, field: string): Promise<SourceReading>;
}

/** A kind of source: one row of the table. */
export interface SourceKind {
  /** What stands before the colon. */
  readonly kind: string;
  /** How to write one. */
  readonly form: string;
  /** It is its kind alone, without a colon. */
  readonly bare?: true;
  /** Reads what stands after the colon; undefined where that does not fit. It may be a credential by mistake: never shown. */
  parse(rest: string): Source | undefined;
}
