import type { ProviderPlugin } from "../contract/plugin.ts";
import type { CallContext, ConnectionFields, Session } from "../contract/session.ts";

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

/** Open connections by id. The only owner of sessions. */
export interface ConnectionPool {
  /** Loads the plugin, checks the fields against the manifest and the confirmed origin. Opens nothing yet. */
  get(id: string): Promise<LiveConnection>;
  /**
   * Before a job starts: closes the inherited descriptors that logins are read from, whichever connections were used, and
   * gives the environment variables that they are read from. The job must see neither.
   */
  withhold(): Promise<readonly string[]>;
  dispose(): Promise<void>;
}
