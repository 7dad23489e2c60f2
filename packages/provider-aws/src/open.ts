import type { OpenConnection, Session } from "@keyferry/core/provider";
import { readConnection } from "./connection.ts";
import { AwsSession } from "./session.ts";

/** Checks the connection, then loads the SDK and logs in. Throws a `ProviderError`. */
export async function open(connection: OpenConnection): Promise<Session> {
  const settings = readConnection(connection);
  const { connect } = await import("./client.ts");
  return new AwsSession(await connect(connection, settings), settings.accountId);
}
