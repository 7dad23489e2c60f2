import type { ProviderFailure } from "./errors.ts";
import type { FieldValue } from "./manifest.ts";

/** A connection without its login: enough for a provider's pure functions. */
export interface ConnectionFields {
  /** The connection's name, for messages. */
  readonly name: string;
  /** The values of the manifest's fields, with defaults filled in. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly auth: {
    /** The id of the auth method. */
    readonly method: string;
    /** The values of the method's fields that are not sensitive, with defaults filled in. */
    readonly fields: Readonly<Record<string, FieldValue>>;
  };
}

/** A connection with its login, as `open` receives it. */
export interface OpenConnection extends ConnectionFields {
  /** The sensitive fields, by name: they exist only while a session is being opened. */
  readonly credentials: Readonly<Record<string, string>>;
}

/** One remote secret to read. `name` is canonical, as `address()` gave it. */
export interface Address {
  readonly name: string;
  /** A version or stage, if one is pinned; otherwise the newest version is meant. */
  readonly version?: string;
}

/**
 * What a manager holds under one address. `fields` is for managers whose secrets are key/value records by nature: the
 * record as the text of one JSON object, so that long numbers keep their digits. JSON inside a text remains `text`. The
 * host parses it strictly, picks keys and checks types.
 */
export type Payload =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "fields"; readonly json: string };

/** The outcome of one address of a `fetch`. */
export type FetchOutcome =
  | {
      readonly ok: true;
      readonly payload: Payload;
      /** The exact version that was read. */
      readonly version?: string;
      /** When the secret itself expires, as an ISO 8601 instant. */
      readonly expiresAt?: string;
    }
  | { readonly ok: false; readonly error: ProviderFailure };

/** A secret as the manager lists it. Never a value. */
export interface RemoteSecret {
  readonly name: string;
  readonly description?: string;
  /** ISO 8601 instant of the last change of the value. */
  readonly updatedAt?: string;
  /** Whether the manager hands out the value at all; absent if it does not say. */
  readonly enabled?: boolean;
  /** ISO 8601 instants between which the manager calls the secret valid. */
  readonly notBefore?: string;
  readonly expiresAt?: string;
  /** Versions or stages, newest first, if listing them takes no further request. */
  readonly versions?: readonly string[];
}

/** Which secrets to list, and where to continue. */
export interface ListQuery {
  /** Only names that contain this text. A provider may pass it on to its manager; the host filters in any case. */
  readonly filter?: string;
  /** The `next` of the page before; absent for the first page. */
  readonly cursor?: string;
}

/** One page of a list. A page may be empty and still have a `next`. */
export interface ListPage {
  readonly items: readonly RemoteSecret[];
  /** Opaque to the host, which ends the list with an error if a token repeats. */
  readonly next?: string;
}

/** What `check` found out about the login, without reading a value. */
export interface CheckResult {
  /** Whom the manager takes us for, in its own terms. Not a secret. */
  readonly identity?: string;
  readonly canList: "yes" | "no" | "unknown";
  /** ISO 8601 instant at which the login expires. */
  readonly expiresAt?: string;
  readonly renewable?: boolean;
}

/** What the host passes to each call. */
export interface CallContext {
  /** Aborted when the person or the host gives up; the call then ends within a second. */
  readonly signal: AbortSignal;
}

/**
 * An open login. Calls may run at the same time, up to the host's limit. Each throws a `ProviderError` if the call as a
 * whole fails; anything else that is thrown counts as `internal`, and its text is not shown.
 */
export interface Session {
  /**
   * Proves the login without reading a value. If the login is accepted but may not list, that is a result, not an
   * error.
   */
  check(context: CallContext): Promise<CheckResult>;
  /** One page of the manager's secrets. The host follows `next`, retries a failed page, and stops at a cycle. */
  list(query: ListQuery, context: CallContext): Promise<ListPage>;
  /** What the manager says about one secret. Present if the capability `describe` is declared. */
  describe?(address: Address, context: CallContext): Promise<RemoteSecret>;
  /** Reads up to `maxBatch` addresses: one outcome for each, in the same order. */
  fetch(addresses: readonly Address[], context: CallContext): Promise<readonly FetchOutcome[]>;
  /** Revokes what this session logged in for, and frees its sockets. Called once; its failure is only logged. */
  dispose(): Promise<void>;
}
