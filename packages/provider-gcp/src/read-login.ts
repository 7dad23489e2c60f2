import type { OpenConnection } from "@keyferry/core/provider";
import { readAmbient } from "./ambient.ts";
import type { GcpConnection } from "./connection.ts";
import { readFederated } from "./federation.ts";
import { type JsonRecord, parseRecord } from "./json-record.ts";
import type { Allowed, Login } from "./login.ts";
import { refuse, unusable } from "./refuse.ts";
import { readKey } from "./service-account-key.ts";

function readJson(connection: OpenConnection, name: string): JsonRecord {
  const text = connection.credentials[name];
  if (text === undefined || text.trim() === "") {
    return refuse(`the login has no ${name}`, `give --credential ${name}=file:PATH`);
  }
  return parseRecord(text) ?? unusable(`${name} is not the JSON text of a file`, "give the whole file, unchanged");
}

function readAllowed({ auth: { fields } }: OpenConnection): Allowed {
  const { allowExecutable, subjectTokenUrl } = fields;
  const url = typeof subjectTokenUrl === "string" && subjectTokenUrl !== "" ? { subjectTokenUrl } : {};
  return { executable: allowExecutable === true, ...url };
}

/** Reads the login of a connection. Throws a `ProviderError` (`invalid-connection`, `unauthenticated`). */
export async function readLogin(connection: OpenConnection, settings: GcpConnection): Promise<Login> {
  switch (connection.auth.method) {
    case "service-account-key":
      return readKey(readJson(connection, "keyJson"), settings);
    case "workload-identity-federation":
      return readFederated(readJson(connection, "configJson"), settings, readAllowed(connection));
    case "application-default":
      return readAmbient(settings, readAllowed(connection));
    default:
      return refuse("the connection's auth method is not one of this provider", "see `keyferry provider list`");
  }
}
