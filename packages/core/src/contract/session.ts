import type { ProviderFailure } from "./errors.ts";
import type { FieldValue } from "./manifest.ts";

/** A connection as the provider sees it without its login: enough for the pure calls. */
export interface ConnectionFields {
  /** The connection's name, for messages. */
  readonly name: string;
  /** The values of the manifest's fields, defaults filled in. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly auth: {
    /** The id of the auth method. */
    readonly method: string;
    /** The values of the method's fields that are not sensitive, defaults filled in. */
    readonly fields: Readonly<Record<string, FieldValue>>;
  };
}

/** A connection with its login, as `open` takes it. */
export interface OpenConnection extends ConnectionFields {
  /** The sensitive fields, by name: present only while a session is opened. */
  readonly credentials: Readonly<Record<string, string>>;
}

/** One remote secret to read. `name` is canonical, as `address()` gave it. */
export interface Address {
  readonly name: string;
  /** A version or stage, where one is pinned; the newest otherwise. */
  readonly version?: string;
}

/**
 * What a manager holds under one address. `fields` is for managers whose secrets are key/value records by nature: the
 * record as the text of one JSON object, so that long numbers keep their digits. JSON inside a text stays `text`. The host
 * reads it strictly, picks keys and checks types.
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
  /** Whether the manager hands the value out at all; absent where it does not say. */
  readonly enabled?: boolean;
  /** ISO 8601 instants between which the manager calls the secret valid. */
  readonly notBefore?: string;
  readonly expiresAt?: string;
  /** Versions or stages, where listing them costs no further request; newest first. */
  readonly versions?: readonly string[];
}

/** Which secrets to list, and from where on. */
export interface ListQuery {
  /** Names that contain this text; a provider may pass it to its manager, and the host filters again. */
  readonly filter?: string;
  /** The `next` of the page before; absent for the first page. */
  readonly cursor?: string;
}

/** One page of a list. A page may be empty and still have a `next`. */
export interface ListPage {
  readonly items: readonly RemoteSecret[];
  /** Opaque to the host, which refuses one that it has seen before. */
  readonly next?: string;
}

/** What `check` found out about the login, without reading a value. */
export interface CheckResult {
  /** Who the manager says we are, in its own terms. Not a secret. */
  readonly identity?: string;
  readonly canList: "yes" | "no" | "unknown";
  /** ISO 8601 instant at which the login ends. */
  readonly expiresAt?: string;
  readonly renewable?: boolean;
}

/** What the host gives to each call. */
export interface CallContext {
  /** Aborted when the person or the host gives up; the call then ends within a second. */
  readonly signal: AbortSignal;
}

/**
 * An open login. Calls may run at once, up to the host's limit. Each throws a `ProviderError` when the call as a whole
 * fails; anything else thrown counts as `internal`, and its text is not shown.
 */
export interface Session {
  /** Proves the login without reading a value. A refused list with an accepted login is a result, not an error. */
  check(context: CallContext): Promise<CheckResult>;
  /** One page of the manager's secrets. The host follows `next`, retries a failed page, and ends a cycle. */
  list(query: ListQuery, context: CallContext): Promise<ListPage>;
  /** What the manager says of one secret. Present where the capability `describe` is declared. */
  describe?(address: Address, context: CallContext): Promise<RemoteSecret>;
  /** Reads up to `maxBatch` addresses: one outcome for each, in the same order. */
  fetch(addresses: readonly Address[], context: CallContext): Promise<readonly FetchOutcome[]>;
  /** Revokes what this session logged in for, and frees its sockets. Called once; its failure is only logged. */
  dispose(): Promise<void>;
}
