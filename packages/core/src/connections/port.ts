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
  /** Environment variables that the sources of this connection's login read: the job must not see them. */
  sourceVariables(id: string): Promise<readonly string[]>;
  /** Environment variables that an ambient login reads; none where the login has sources of its own, or the plugin is missing. */
  ambientVariables(id: string): Promise<readonly string[]>;
  dispose(): Promise<void>;
}
