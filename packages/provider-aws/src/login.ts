import { type OpenConnection, ProviderError } from "@keyferry/core/provider";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The parameters of `AssumeRole`. */
interface Role {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly DurationSeconds: number;
  readonly ExternalId?: string;
}

/** A connection's login, checked. A role without keys is assumed with what the SDK's own chain finds. */
export type Login =
  | { readonly kind: "keys"; readonly keys: Keys }
  | { readonly kind: "profile"; readonly profile: string }
  | { readonly kind: "chain" }
  | { readonly kind: "role"; readonly role: Role; readonly keys?: Keys };

function invalid(message: string, hint: string): never {
  throw new ProviderError({ code: "invalid-connection", message, hint });
}

/** One half of a key. It travels in a header, where a line break at its end would fail without a word of why. */
function readCredential(connection: OpenConnection, name: string): string {
  const value = connection.credentials[name];
  if (value === undefined || value === "") invalid(`the login has no ${name}`, `give --credential ${name}=SOURCE`);
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new ProviderError({
      code: "unauthenticated",
      message: `${name} has characters that none has: a space, a line break, or one outside ASCII`,
      hint: "look at the end of its source",
    });
  }
  return value;
}

function readKeys(connection: OpenConnection, token: boolean): Keys {
  const keys = {
    accessKeyId: readCredential(connection, "accessKeyId"),
    secretAccessKey: readCredential(connection, "secretAccessKey"),
  };
  return token ? { ...keys, sessionToken: readCredential(connection, "sessionToken") } : keys;
}

function readRole({ auth: { fields } }: OpenConnection): Role {
  const { roleArn, sessionName, externalId, durationSeconds } = fields;
  if (typeof roleArn !== "string" || roleArn === "") invalid("the login has no roleArn", "set roleArn=ARN");
  const seconds = durationSeconds ?? 3600;
  if (typeof seconds !== "number" || !Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) {
    invalid("durationSeconds is not a whole number from 900 to 43200", "set durationSeconds=3600");
  }
  return {
    RoleArn: roleArn,
    RoleSessionName: typeof sessionName === "string" && sessionName !== "" ? sessionName : "keyferry",
    DurationSeconds: seconds,
    ...(typeof externalId === "string" && externalId !== "" ? { ExternalId: externalId } : {}),
  };
}

/** Reads the login of a connection. Throws a `ProviderError` (`invalid-connection`, `unauthenticated`). */
export function readLogin(connection: OpenConnection): Login {
  const { method, fields } = connection.auth;
  switch (method) {
    case "access-key":
      return { kind: "keys", keys: readKeys(connection, false) };
    case "session-token":
      return { kind: "keys", keys: readKeys(connection, true) };
    case "profile":
      if (typeof fields.profileName !== "string" || fields.profileName === "") {
        invalid("the login has no profileName", "set profileName=NAME");
      }
      return { kind: "profile", profile: fields.profileName };
    case "assume-role":
      return {
        kind: "role",
        role: readRole(connection),
        keys: readKeys(connection, connection.credentials.sessionToken !== undefined),
      };
    case "assume-role-ambient":
      return { kind: "role", role: readRole(connection) };
    case "default-chain":
      return { kind: "chain" };
    default:
      return invalid("the connection's auth method is not one of this provider", "see `keyferry provider list`");
  }
}
