import type { CallContext } from "@keyferry/core/provider";
import type { Pin } from "./version.ts";

/** What AWS says of a secret. Every part may be missing: an answer is checked before it is believed. */
export interface SecretEntry {
  readonly arn?: string;
  readonly name?: string;
  readonly description?: string;
  readonly changedAt?: Date;
  /** Staging labels by version ID. */
  readonly stages?: Readonly<Record<string, readonly string[]>>;
}

/** One value that AWS gave. */
export interface SecretValue {
  readonly arn?: string;
  readonly name?: string;
  readonly versionId?: string;
  readonly versionStages?: readonly string[];
  readonly text?: string;
  readonly bytes?: Uint8Array;
}

/** Why AWS left one secret of a batch out. `message` is AWS's own text: for telling cases apart, never for showing. */
export interface BatchRefusal {
  readonly secretId?: string;
  readonly code?: string;
  readonly message?: string;
}

export interface ListAnswer {
  readonly entries: readonly SecretEntry[];
  readonly next?: string;
}

export interface BatchAnswer {
  readonly values: readonly SecretValue[];
  readonly refusals: readonly BatchRefusal[];
  readonly next?: string;
}

/** The calls that a session makes, in our own terms. Each throws a `ProviderError` made from the table of errors. */
export interface SecretsApi {
  get(secretId: string, pin: Pin | undefined, context: CallContext): Promise<SecretValue>;
  batch(secretIds: readonly string[], cursor: string | undefined, context: CallContext): Promise<BatchAnswer>;
  list(maxResults: number, cursor: string | undefined, context: CallContext): Promise<ListAnswer>;
  describe(secretId: string, context: CallContext): Promise<SecretEntry>;
  /** When the login in use ends, where that is known. */
  loginEnds(context: CallContext): Promise<Date | undefined>;
}
