import { type CallContext, cancellable, type Host, type OpenConnection, type Session } from "@keyferry/core/provider";
import { readConnection } from "./connection.ts";
import { toFailure } from "./errors.ts";
import { readLogin } from "./read-login.ts";
import { GcpSession } from "./session.ts";

/** Checks the connection and its login, and only then loads the SDK. */
export async function open(connection: OpenConnection, host: Host, context: CallContext): Promise<Session> {
  const settings = readConnection(connection);
  const login = await readLogin(connection, settings);
  const { connect } = await import("./client.ts");
  return new GcpSession(await cancellable(context, toFailure, () => connect(settings, login, host)), settings);
}
