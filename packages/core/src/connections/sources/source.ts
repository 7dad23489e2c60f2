import type { Failure } from "../../contract/failure.ts";
import type { Secret } from "../../secret/secret.ts";
import type { SourceReader } from "./reader.ts";

/** What reading a source gave: sealed at once. A failure names the source, and never holds a part of the value. */
export type SourceReading = { readonly ok: true; readonly value: Secret<string> } | ({ readonly ok: false } & Failure);

/** For whom a source is read. */
export interface ReadContext {
  /** The connection's name. */
  readonly connection: string;
  /** The sensitive field. */
  readonly field: string;
  /** Ends what takes time. */
  readonly signal: AbortSignal;
  /** An earlier reading did not lead to a login: nothing that was kept is given again. */
  readonly anew: boolean;
}

/** Where a credential comes from, read from its text form. */
export interface Source {
  /** The environment variable that it reads: the job must not see it. */
  readonly variable?: string;
  /** The inherited descriptor that it reads: the job must not get it. */
  readonly descriptor?: number;
  /** The secret that it reads: the id of its definition, or its name as a person writes it. */
  readonly secret?: string;
  read(reader: SourceReader, context: ReadContext): Promise<SourceReading>;
}

/** A kind of source: one row of the table. */
export interface SourceKind {
  /** What stands before the colon, or alone where nothing follows. */
  readonly kind: string;
  /** How to write one. */
  readonly form: string;
  /** It is its kind alone, without a colon. */
  readonly bare?: true;
  /** Reads what stands after the colon; undefined where that does not fit. It may be a credential by mistake: never shown. */
  parse(rest: string): Source | undefined;
}

/** A reading that failed. */
export function failed(code: Failure["code"], message: string, hint: string): SourceReading {
  return { ok: false, code, message, hint };
}
