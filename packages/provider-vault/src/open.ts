import type { CallContext, Host, OpenConnection, Session } from "@keyferry/core/provider";
import { readConnection, refuse } from "./connection.ts";
import { readLogin } from "./login.ts";
import { readText } from "./read-text.ts";
import { VaultSession } from "./session.ts";
import { createTransport } from "./transport.ts";

async function readCa(path: string): Promise<string> {
  const text = await readText("caFile", path);
  return text.includes("-----BEGIN CERTIFICATE-----") ? text : refuse("caFile holds no PEM certificate", "check it");
}

/** Checks the connection, then loads the library and logs in. Throws a `ProviderError`. */
export async function open(connection: OpenConnection, host: Host, context: CallContext): Promise<Session> {
  const settings = readConnection(connection);
  const login = await readLogin(connection);
  const tls = {
    ...(settings.caFile === undefined ? {} : { ca: await readCa(settings.caFile) }),
    ...(login.kind === "request" ? login.certificate : {}),
  };
  const { connect } = await import("./client.ts");
  const api = await connect(createTransport(host, settings, tls), settings, login, host, context);
  const identity = {
    credentials: Object.values(connection.credentials),
    fallback: login.kind === "request" ? login.name : connection.auth.method,
  };
  const session = new VaultSession(api, settings, identity, host.log);
  try {
    await session.prepare(context);
  } catch (thrown) {
    // Nobody else will end this login. That it could not be ended is less than why.
    await session.dispose().catch(() => undefined);
    throw thrown;
  }
  return session;
}
