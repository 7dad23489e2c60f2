import type { Failure } from "../../contract/failure.ts";
import type { Secret } from "../../secret/secret.ts";
import type { SourceReader } from "./reader.ts";

/**
 * The result of reading a source; the value is sealed at once. A failure names the source, and never contains a part of
 * the value.
 */
export type SourceReading = { readonly ok: true; readonly value: Secret<string> } | ({ readonly ok: false } & Failure);

/** For whom a source is read. */
export interface ReadContext {
  /** The connection's name. */
  readonly connection: string;
  /** The sensitive field. */
  readonly field: string;
  /** Aborts whatever takes time. */
  readonly signal: AbortSignal;
  /** An earlier reading did not give a working login: nothing that was kept is reused. */
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
  /** The text before the colon, or the whole text if there is no colon. */
  readonly kind: string;
  /** How to write such a source, for messages. */
  readonly form: string;
  /** It is written without a colon. */
  readonly bare?: true;
  /**
   * Parses the text after the colon; undefined if it does not fit. It may be a credential by mistake, so it is never
   * shown.
   */
  parse(rest: string): Source | undefined;
}

/** A failed reading. */
export function failed(code: Failure["code"], message: string, hint: string): SourceReading {
  return { ok: false, code, message, hint };
}
