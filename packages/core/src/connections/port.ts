import type { Credentials } from "../contract/credential-store.ts";
import type { Failure } from "../contract/failure.ts";
import type { ProviderPlugin } from "../contract/plugin.ts";
import type { CallContext, ConnectionFields, Session } from "../contract/session.ts";
import type { Secret } from "../secret/secret.ts";
import type { Settings } from "../settings/model.ts";

/** A connection that can be used: its plugin, its fields, and one shared session, opened when it is first needed. */
export interface LiveConnection {
  readonly id: string;
  readonly name: string;
  readonly plugin: ProviderPlugin;
  readonly fields: ConnectionFields;
  /** Concurrent callers share one opening. Throws `KeyferryError`. */
  session(context: CallContext): Promise<Session>;
  /**
   * After `failed` answered `unauthenticated`: reads the login's sources again and opens a new session, once in this
   * connection's life. True if there now is another session than `failed` to ask, whoever opened it.
   */
  reopen(failed: Session, context: CallContext): Promise<boolean>;
}

/** A connection as it would be, for a proof before it is saved. */
export interface Trial {
  readonly id: string;
  /** Passed in, since the settings may not name its package yet. */
  readonly plugin: ProviderPlugin;
  /** The settings as they would be, with the connection in them. */
  readonly settings: Pick<Settings, "connections" | "secrets">;
  /** Values for `stored` sources; the credential store is asked only for those that are missing here. */
  readonly credentials?: Credentials | undefined;
}

/** A connection on trial. It is not shared: whoever asked for it must dispose it. */
export interface TrialConnection {
  readonly live: LiveConnection;
  /** Never throws. */
  dispose(): Promise<void>;
}

/** The environment variables with which connections log in. */
export interface LoginVariables {
  /** Those that hold a credential, or lead to one. */
  readonly sources: readonly string[];
  /** Those that an ambient login reads. */
  readonly ambient: readonly string[];
}

/** Open connections by id. The only owner of sessions. */
export interface ConnectionPool {
  /** Loads the plugin, checks the fields against the manifest and the confirmed origin. Opens nothing yet. */
  get(id: string): Promise<LiveConnection>;
  /** The same for a connection that is not saved in this form. Nothing of it is kept. */
  try(trial: Trial): Promise<TrialConnection>;
  /** The environment variables that the logins of all connections are read from, whichever are used. */
  loginVariables(settings: Pick<Settings, "connections">): Promise<LoginVariables>;
  /** Closes the inherited descriptors that the logins of all connections are read from, so that no job inherits them. */
  closeDescriptors(settings: Pick<Settings, "connections">): void;
  /** The present values of these sensitive fields' sources, to be sealed. Throws `KeyferryError`. */
  readLogin(id: string, fields: readonly string[], context: CallContext): Promise<Credentials>;
  dispose(): Promise<void>;
}

/**
 * The result of reading a secret that is a login: its value, sealed. A failure's `where` names the chain from the
 * secret on.
 */
export type SecretReading =
  | { readonly ok: true; readonly value: Secret<string | Uint8Array> }
  | ({ readonly ok: false } & Failure);

/** Reads secrets that are logins of connections. Reading is on a higher floor, so composition/ provides this. */
export interface LoginSecrets {
  /**
   * One result for each definition id. What was read for another login is reused, unless `anew` is set. Throws
   * `KeyferryError` (`cancelled`, `settings`).
   */
  read(
    ids: readonly string[],
    context: { readonly signal: AbortSignal; readonly anew: boolean },
  ): Promise<ReadonlyMap<string, SecretReading>>;
}
