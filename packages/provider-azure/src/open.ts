import type { CallContext, Host, OpenConnection, Session } from "@keyferry/core/provider";
import { cancellable } from "./cancellable.ts";
import { checkCertificate } from "./certificate.ts";
import { readConnection } from "./connection.ts";
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
  const api = await cancellable(context, async () => connect(settings, login, host, reach));
  return new AzureSession(api, { outsideValidity: settings.outsideValidity, now: () => new Date() });
}
