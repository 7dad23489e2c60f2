import { createHmac } from "node:crypto";
import type { Credentials, Failure, SealedFor, StorePlace } from "@keyferry/core";
import { canonicalCredentials } from "../login-text.ts";

/** The question to the fresh process, sent through standard input. */
export interface FreshQuestion {
  readonly place: StorePlace;
  readonly connection: SealedFor;
  readonly limitMs: number;
  readonly passphrase?: string;
  /**
   * Random, base64. It makes the digest valid for this one comparison, so that it reveals nothing about the credentials
   * later.
   */
  readonly challenge: string;
}

export type FreshAnswer =
  | { readonly ok: true; readonly digest: string }
  | { readonly ok: false; readonly failures: readonly Failure[] };

export function digestOf(credentials: Credentials, challenge: string): string {
  return createHmac("sha256", Buffer.from(challenge, "base64")).update(canonicalCredentials(credentials)).digest("hex");
}
