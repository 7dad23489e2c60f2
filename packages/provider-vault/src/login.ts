import { type OpenConnection, ProviderError } from "@keyferry/core/provider";
import { readPath, refuse } from "./connection.ts";
import { encodePath } from "./path.ts";
import { readText } from "./read-text.ts";

/** A connection's login, checked. */
export type Login =
  | { readonly kind: "none" }
  | { readonly kind: "token"; readonly token: string }
  | {
      readonly kind: "request";
      /** The encoded path that the credentials are sent to. */
      readonly path: string;
      readonly body: Readonly<Record<string, string>>;
      /** What the login is called where Vault's own name for it would show a credential. */
      readonly name: string;
      readonly certificate?: { readonly cert: string; readonly key: string };
    };

function unfit(message: string): never {
  throw new ProviderError({ code: "unauthenticated", message, hint: "look at its source, and at its end" });
}

function credential({ credentials }: OpenConnection, name: string): string {
  const value = credentials[name];
  return value === undefined || value === ""
    ? refuse(`the login has no ${name}`, `give --credential ${name}=SOURCE`)
    : value;
}

/** A credential that travels in a header or is one line: a stray line break fails without a word of why. */
function visible(value: string, name: string): string {
  if (!/^[\x21-\x7e]+$/.test(value)) unfit(`${name} has a space, a line break, or a character outside ASCII`);
  return value;
}

function pem(connection: OpenConnection, name: string, marker: RegExp): string {
  const value = credential(connection, name);
  return marker.test(value) ? value : unfit(`${name} is not PEM of the right kind`);
}

/** The user's name is part of the path, so it has the same limits. */
function userPath(connection: OpenConnection): string {
  const name = credential(connection, "username");
  const odd = name.includes("/") || /^\.|\.$|[%\\?#]|\p{Cc}/u.test(name) || !name.isWellFormed();
  return odd ? unfit("username has a character that no user of Vault has") : encodePath(name);
}

/**
 * Reads the login of a connection, the file of a pod's token included. Throws a `ProviderError` (`invalid-connection`,
 * `unauthenticated`). The requests are those of https://developer.hashicorp.com/vault/api-docs/auth
 */
export async function readLogin(connection: OpenConnection): Promise<Login> {
  const { method, fields } = connection.auth;
  const text = (name: string) => {
    const value = fields[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const role = text("role");
  const request = (standard: string, body: Readonly<Record<string, string>>, below = "") => {
    const mount = readPath("authMount", text("authMount") ?? standard);
    return { kind: "request" as const, path: `auth/${encodePath(mount)}/login${below}`, body, name: mount };
  };
  switch (method) {
    case "none":
      return { kind: "none" };
    case "token":
      return { kind: "token", token: visible(credential(connection, "token"), "token") };
    case "kubernetes": {
      const file = text("jwtFile") ?? refuse("the login has no jwtFile", "set jwtFile");
      const jwt = visible((await readText("jwtFile", file)).trimEnd(), "the token in jwtFile");
      return request("kubernetes", { role: role ?? refuse("the login has no role", "set role"), jwt });
    }
    case "app-role": {
      const secretId = connection.credentials.secretId;
      const body = { role_id: visible(credential(connection, "roleId"), "roleId") };
      return request("approle", secretId === undefined ? body : { ...body, secret_id: visible(secretId, "secretId") });
    }
    case "userpass":
      return request("userpass", { password: credential(connection, "password") }, `/${userPath(connection)}`);
    case "jwt": {
      const jwt = visible(credential(connection, "jwt"), "jwt");
      return request("jwt", role === undefined ? { jwt } : { role, jwt });
    }
    case "tls-certificate": {
      const cert = pem(connection, "certificate", /-----BEGIN CERTIFICATE-----/);
      const key = pem(connection, "privateKey", /-----BEGIN (\w+ )?PRIVATE KEY-----/);
      return { ...request("cert", role === undefined ? {} : { name: role }), certificate: { cert, key } };
    }
    default:
      return refuse("the connection's auth method is not one of this provider", "see `keyferry provider list`");
  }
}
