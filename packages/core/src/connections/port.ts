import type { Credentials } from "../contract/credential-store.ts";
import type { Failure } from "../contract/failure.ts";
import type { ProviderPlugin } from "../contract/plugin.ts";
import type { CallContext, ConnectionFields, Session } from "../contract/session.ts";
import type { Secret } from "../secret/secret.ts";
import type { Settings } from "../settings/model.ts";

/** A connection that can be asked: its plugin, its fields, and one session that is shared and opened at the first need. */
export interface LiveConnection {
  readonly id: string;
  readonly name: string;
  readonly plugin: ProviderPlugin;
  readonly fields: ConnectionFields;
  /** Concurrent callers share one opening. Throws `KeyferryError`. */
  session(context: CallContext): Promise<Session>;
  /**
   * After `failed` answered `unauthenticated`: reads the login's sources anew and opens again, once in this connection's
   * life. True where there is another session than `failed` to ask now, whoever opened it.
   */
  reopen(failed: Session, context: CallContext): Promise<boolean>;
}

/** A connection as it would be, for a proof before it is saved. */
export interface Trial {
  readonly id: string;
  /** Given, since the settings may not name its package yet. */
  readonly plugin: ProviderPlugin;
  /** The settings as they would be, with the connection in them. */
  readonly settings: Pick<Settings, "connections" | "secrets">;
  /** What `stored` sources give, in place of the credential store, which is asked for what is not among them. */
  readonly credentials?: Credentials | undefined;
}

/** It is shared with nobody: whoever asked for it ends it. */
export interface TrialConnection {
  readonly live: LiveConnection;
  /** Never throws. */
  dispose(): Promise<void>;
}

/** The variables by which the connections log in. */
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
  /** The same for a connection that is not saved, or not so. Nothing of it is kept. */
  try(trial: Trial): Promise<TrialConnection>;
  /** The environment variables that the logins of all connections are read from, whichever are used. */
  loginVariables(settings: Pick<Settings, "connections">): Promise<LoginVariables>;
  /** Closes the inherited descriptors that the logins of all connections are read from, so that no job inherits them. */
  closeDescriptors(settings: Pick<Settings, "connections">): void;
  /** What the sources of these sensitive fields hold now, so that it can be sealed. Throws `KeyferryError`. */
  readLogin(id: string, fields: readonly string[], context: CallContext): Promise<Credentials>;
  dispose(): Promise<void>;
}

/** What reading a secret gave that is a login: sealed. A failure's `where` names the way from the secret on. */
export type SecretReading =
  | { readonly ok: true; readonly value: Secret<string | Uint8Array> }
  | ({ readonly ok: false } & Failure);

/** Reads secrets that are logins of connections. Reading stands a floor up, so composition/ wires it. */
export interface LoginSecrets {
  /**
   * One reading for each id of a definition. What was read for another login is given again, unless it is asked `anew`. Throws
   * `KeyferryError` (`cancelled`, `settings`).
   */
  read(
    ids: readonly string[],
    context: { readonly signal: AbortSignal; readonly anew: boolean },
  ): Promise<ReadonlyMap<string, SecretReading>>;
}
