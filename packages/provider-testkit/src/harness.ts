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
  /** Of `delay`: milliseconds. */
  readonly ms?: number;
  /** Of `throttle`: the pause that the manager asks for, in seconds. */
  readonly retryAfterSeconds?: number;
  /** Of `echo`: what the error's body, and a header where one can, hold. Visible ASCII. */
  readonly text?: string;
}

/** One request that the manager got. Never with a value. */
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
 * A provider and a manager of its own, as the suite wants them. The manager holds no secret at first. What is optional
 * and absent makes the cases that need it "not applicable", with the reason, in the run and in the matrix.
 */
export interface ProviderHarness {
  /** The provider's name in the matrix. */
  readonly name: string;
  readonly plugin: ProviderPlugin;
  /** `file:` URL of the module that exports the plugin. */
  readonly entry: string;
  /** A connection that works, with its login. */
  readonly connection: OpenConnection;
  /** What the manager can hold, told apart. */
  readonly payloads: readonly PayloadKind[];
  /** Makes a secret, or gives an existing one a new newest version. `name` comes from {@link nameOf} and `address()`. */
  seed(name: string, payload: Payload, options?: SeedOptions): Maybe;
  /** Takes a secret away, so that the manager calls it missing. */
  remove(name: string): Maybe;
  /** Ends the manager. */
  stop(): Maybe;

  /** A legal remote name, made of a plain one (`[a-z0-9-]`, at most 40 characters); the plain one itself, if absent. */
  nameOf?(plain: string): string;
  /** Names with what can be odd in them, as far as the manager allows it: unicode, signs, spaces, control characters. */
  readonly hostileNames?: readonly string[];
  /** Which calls give back the description that `seed` took. */
  readonly descriptions?: readonly ("list" | "describe")[];
  /** The names that a record may have, where they are not free. */
  readonly fieldNames?: readonly string[];
  /** The longest value in bytes, where it is less than 65,536. */
  readonly maxValueBytes?: number;
  /** Wrong values of the connection's own credentials. */
  readonly otherCredentials?: Readonly<Record<string, string>>;
  /** Denies the value of one secret, until {@link clear}. */
  deny?(name: string): Maybe;
  /** The faults that {@link fault} can provoke. */
  readonly faults?: readonly FaultKind[];
  /**
   * From now on, until {@link clear}, each request meets this. `empty-page` meets the next page alone; `login-ended` ends
   * the logins that were given out so far.
   */
  fault?(kind: FaultKind, options?: FaultOptions): Maybe;
  /** Ends every fault and denial. Needed where there are any. */
  clear?(): Maybe;
  /** Every request so far, in order. */
  calls?(): readonly RecordedCall[];
  /** Makes so many secrets at once, and gives their names. */
  seedMany?(count: number): readonly string[] | Promise<readonly string[]>;
}
