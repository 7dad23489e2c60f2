import type { OpenConnection, Payload, ProviderPlugin } from "@keyferry/core/provider";

/** The kinds of payload that a manager can hold. */
export type PayloadKind = Payload["kind"];

/**
 * What can go wrong between a provider and its manager.
 * `throttle` the manager asks for fewer requests · `unavailable` it answers 5xx · `reset` the connection breaks before a
 * byte · `html` status 200 with a web page · `corrupt` a whole answer whose JSON stops half-way · `cut-off` an answer that
 * ends early · `endless-body` a body that does not end · `echo` an error whose body and headers hold `text` · `delay` an
 * answer that takes `ms` · `empty-page` one page of a list without entries, with a token · `cyclic-token` a list whose
 * token leads to itself · `login-ended` the login that was accepted no longer is.
 */
export const FAULT_KINDS = [
  "throttle",
  "unavailable",
  "reset",
  "html",
  "corrupt",
  "cut-off",
  "endless-body",
  "echo",
  "delay",
  "empty-page",
  "cyclic-token",
  "login-ended",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultOptions {
  /** For `delay`: milliseconds. */
  readonly ms?: number;
  /** For `throttle`: the pause that the manager asks for, in seconds. */
  readonly retryAfterSeconds?: number;
  /** For `echo`: the text that the error's body, and a header if possible, must contain. Visible ASCII. */
  readonly text?: string;
}

/** One request that the manager received. Never contains a value. */
export interface RecordedCall {
  /** In the manager's own words: `GetSecretValue`, `GET /v1/secret/data/…`. */
  readonly operation: string;
  /** Whether it would change something other than the login itself. Unknown operations count as writes. */
  readonly write: boolean;
  /** Whether it asks for a value. */
  readonly readsValue: boolean;
}

export interface SeedOptions {
  readonly description?: string;
}

type Maybe = void | Promise<void>;

/**
 * A provider together with a manager of its own. The manager must be empty at first. If an optional member is absent,
 * the cases that need it are "not applicable", and the run and the matrix say why.
 */
export interface ProviderHarness {
  /** The provider's name in the matrix. */
  readonly name: string;
  readonly plugin: ProviderPlugin;
  /** `file:` URL of the module that exports the plugin. */
  readonly entry: string;
  /** A working connection, with its login. */
  readonly connection: OpenConnection;
  /** The kinds of payload that the manager can hold and distinguishes. */
  readonly payloads: readonly PayloadKind[];
  /**
   * Creates a secret, or gives an existing one a new newest version. `name` comes from {@link nameOf} and `address()`.
   */
  seed(name: string, payload: Payload, options?: SeedOptions): Maybe;
  /** Removes a secret, so that the manager reports it as missing. */
  remove(name: string): Maybe;
  /** Stops the manager. */
  stop(): Maybe;

  /**
   * Turns a plain name (`[a-z0-9-]`, at most 40 characters) into a legal remote name; the plain one is used as it is,
   * if absent.
   */
  nameOf?(plain: string): string;
  /** Odd names, as far as the manager allows them: Unicode, punctuation, spaces, control characters. */
  readonly hostileNames?: readonly string[];
  /** The calls that return the description which `seed` was given. */
  readonly descriptions?: readonly ("list" | "describe")[];
  /** The names that a record may have, if they are prescribed. */
  readonly fieldNames?: readonly string[];
  /** The longest possible value in bytes, if it is less than 65,536. */
  readonly maxValueBytes?: number;
  /** Wrong values for the connection's credentials. */
  readonly otherCredentials?: Readonly<Record<string, string>>;
  /** Denies the value of one secret, until {@link clear}. */
  deny?(name: string): Maybe;
  /** The faults that {@link fault} can provoke. */
  readonly faults?: readonly FaultKind[];
  /**
   * Makes each request meet this fault from now on, until {@link clear}. `empty-page` affects only the next page;
   * `login-ended` ends the logins that were given out so far.
   */
  fault?(kind: FaultKind, options?: FaultOptions): Maybe;
  /** Ends every fault and denial. Required if there are any. */
  clear?(): Maybe;
  /** Every request so far, in order. */
  calls?(): readonly RecordedCall[];
  /** Creates this many secrets at once, and returns their names. */
  seedMany?(count: number): readonly string[] | Promise<readonly string[]>;
}
