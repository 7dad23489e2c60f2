import type { Host, OpenConnection, Session } from "@keyferry/core/provider";
import { connect } from "./client.ts";
import { readConnection } from "./connection.ts";
import { readLogin } from "./login.ts";
import { readReach } from "./reach.ts";
import { AwsSession } from "./session.ts";

/** Checks the connection and its login, and makes what speaks to AWS. Throws a `ProviderError`. */
export async function open(connection: OpenConnection, host: Host): Promise<Session> {
  const settings = readConnection(connection);
  const login = readLogin(connection);
  const reach = await readReach(settings, login);
  return new AwsSession(await connect(login, settings, host, reach), settings.accountId);
}
