import type { FieldValue } from "../contract/manifest.ts";
import type { NewLogin } from "./seal-login.ts";

export interface NewConnection {
  readonly name: string;
  /** The provider's id, or its package's name. */
  readonly provider: string;
  /** Fields of the connection and of its auth method, as text (converted by the manifest) or as they are. Never sensitive ones. */
  readonly fields?: Readonly<Record<string, FieldValue>>;
  /** Auth method; inferred where the given fields fit exactly one. */
  readonly auth?: string;
  /** Sensitive field → source. */
  readonly sources?: Readonly<Record<string, string>>;
}

/** What comes with a connection that is saved. */
export interface SavingOptions {
  /** For its `stored` sources: sealed right before it is saved, both or none. */
  readonly login?: NewLogin;
}

export interface ModifyOptions extends SavingOptions {
  /** Where the login may go from now on, as the person was shown it. */
  readonly confirmedOrigin?: Readonly<Record<string, FieldValue>>;
}

/** What is to be changed of a connection; what is not named stays. */
export interface ConnectionChange {
  /** Fields of the connection and of its auth method, as text or as they are. Never sensitive ones. */
  readonly fields?: Readonly<Record<string, FieldValue>>;
  /** Fields to take away, sensitive ones too: their defaults come back. */
  readonly unset?: readonly string[];
  /** Another auth method: what belongs to the former one goes. */
  readonly auth?: string;
  /** Sensitive field → source. */
  readonly sources?: Readonly<Record<string, string>>;
}
