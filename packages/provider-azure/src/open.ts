import { type CallContext, cancellable, type Host, type OpenConnection, type Session } from "@keyferry/core/provider";
import { checkCertificate } from "./certificate.ts";
import { readConnection } from "./connection.ts";
import { toFailure } from "./errors.ts";
import { readLogin } from "./login.ts";
import { readReach } from "./reach.ts";
import { AzureSession } from "./session.ts";

/** Checks the connection and its login, and only then loads the SDK. Sends nothing yet. */
export async function open(connection: OpenConnection, host: Host, context: CallContext): Promise<Session> {
  const settings = readConnection(connection);
  const login = readLogin(connection);
  if (login.kind === "client-certificate") checkCertificate(login.pem, login.password, new Date());
  const reach = await readReach(settings);
  const { connect } = await import("./client.ts");
  const api = await cancellable(context, toFailure, async () => connect(settings, login, host, reach));
  return new AzureSession(api, { outsideValidity: settings.outsideValidity, now: () => new Date() });
}
