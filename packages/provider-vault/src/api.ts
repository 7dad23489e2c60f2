import type { CallContext } from "@keyferry/core/provider";
import type { Refusal } from "./refusal.ts";

/** What a request gave: a body that nobody has parsed but to see that it is JSON, or a refusal. */
export type Reading =
  | { readonly found: true; readonly body: Uint8Array }
  | { readonly found: false; readonly refusal: Refusal };

/** What Vault says of a token: when it ends, and whether it can be renewed. */
export interface Lease {
  /** Seconds that are left; 0 for a token that does not end. */
  readonly seconds: number;
  readonly renewable: boolean;
}

/** What Vault says of the token in use. */
export interface TokenState extends Lease {
  readonly displayName?: string;
  /** ISO 8601 instant. */
  readonly endsAt?: string;
}

/** The calls that a session makes, in our own terms. Each throws a `ProviderError` made from the table of errors. */
export interface VaultApi {
  /** A read, whose refusal is always the 404 that stands for "nothing". `path` is encoded, and may have a query. */
  read(path: string, context: CallContext): Promise<Reading>;
  /** What stands in one folder, refused in the same way; `path` is encoded and ends with a slash. */
  list(path: string, context: CallContext): Promise<Reading>;
  lookUpSelf(context: CallContext): Promise<TokenState>;
  /** Ends the login if it was ours, and all that goes on beside the calls. */
  close(): Promise<void>;
}
