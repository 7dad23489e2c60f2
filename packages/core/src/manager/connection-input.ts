import type { FieldValue } from "../contract/manifest.ts";
import type { NewLogin } from "./seal-login.ts";

export interface NewConnection {
  readonly name: string;
  /** The provider's id, or its package's name. */
  readonly provider: string;
  /**
   * Fields of the connection and of its auth method, as text (converted according to the manifest) or as values. Never
   * sensitive ones.
   */
  readonly fields?: Readonly<Record<string, FieldValue>>;
  /** The auth method; inferred if the given fields fit exactly one. */
  readonly auth?: string;
  /** Sensitive field → source. */
  readonly sources?: Readonly<Record<string, string>>;
}

/** What may accompany a connection when it is saved. */
export interface SavingOptions {
  /** The login for its `stored` sources. It is sealed right before the connection is saved: both or neither. */
  readonly login?: NewLogin;
}

export interface ModifyOptions extends SavingOptions {
  /** Where the login may go from now on, as it was shown to the person. */
  readonly confirmedOrigin?: Readonly<Record<string, FieldValue>>;
}

/** What to change about a connection; everything else stays. */
export interface ConnectionChange {
  /** Fields of the connection and of its auth method, as text or as values. Never sensitive ones. */
  readonly fields?: Readonly<Record<string, FieldValue>>;
  /** Fields to remove, sensitive ones included; their defaults apply again. */
  readonly unset?: readonly string[];
  /** Another auth method: whatever belongs to the former one is removed. */
  readonly auth?: string;
  /** Sensitive field → source. */
  readonly sources?: Readonly<Record<string, string>>;
}
