import { randomUUID } from "node:crypto";
import type { ReceivedRequest } from "../http/received-request.ts";
import type { Answer } from "../http/send.ts";
import type { Call } from "./calls.ts";
import type { StoreParts } from "./parts.ts";
import { json, LoginRefusal } from "./refusal.ts";

/** What a path of the login asks for, and of which tenant. */
export function readLoginPath(path: string): { readonly operation: string; readonly tenant: string } {
  const [, tenant = "", rest = ""] = /^\/([0-9A-Za-z.-]+)\/(.*)$/.exec(path) ?? [];
  const operations: Readonly<Record<string, string>> = {
    "v2.0/.well-known/openid-configuration": "OpenIdConfiguration",
    "discovery/instance": "InstanceDiscovery",
    "oauth2/v2.0/token": "Token",
    "oauth2/v2.0/devicecode": "DeviceCode",
  };
  return { operation: (Object.hasOwn(operations, rest) ? operations[rest] : undefined) ?? "Unknown", tenant };
}

/** One request to Microsoft Entra: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
export function answerLogin(parts: StoreParts, request: ReceivedRequest, tenant: string, call: Call): Answer {
  const requestId = randomUUID();
  try {
    return json(200, run(parts, request, tenant, call.operation), { "x-ms-request-id": requestId });
  } catch (error) {
    const known =
      error instanceof LoginRefusal ? error : new LoginRefusal(90033, "The store failed.", "server_error", 500);
    call.refused = `AADSTS${known.number}`;
    return known.toAnswer(requestId);
  }
}

function run(parts: StoreParts, request: ReceivedRequest, tenant: string, operation: string): unknown {
  const { directory, faults, tokens, at } = parts;
  directory.checkTenant(tenant);
  const base = `${at.login}/${tenant}`;
  if (operation === "OpenIdConfiguration" && request.method === "GET") {
    const fault = faults.take("metadata", operation);
    const elsewhere = fault?.kind === "token-endpoint" ? fault.url : undefined;
    return metadata(base, `${at.login}/${directory.tenantId}`, elsewhere);
  }
  const fault = faults.take("login", operation);
  if (fault?.kind === "login-refused") throw new LoginRefusal(fault.number, "The login is refused.");
  if (request.method !== "POST") throw new LoginRefusal(900144, "The request must be a POST.", "invalid_request", 400);
  const form = new URLSearchParams(request.body.toString("utf8"));
  if (operation === "DeviceCode") {
    const { deviceCode, userCode } = directory.newDeviceCode();
    const page = `${at.login}/device`;
    const text = `To sign in, use a web browser to open the page ${page} and enter the code ${userCode}.`;
    return {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: page,
      expires_in: 900,
      interval: 1,
      message: text,
    };
  }
  if (operation !== "Token") throw new LoginRefusal(90015, "The path is not known.", "invalid_request", 404);
  const resource = readScope(form.get("scope"), parts.resource);
  const token = (appid: string) => ({
    token_type: "Bearer",
    expires_in: tokens.seconds,
    ext_expires_in: tokens.seconds,
    access_token: tokens.issue({ appid, oid: directory.objectId }, resource),
  });
  switch (form.get("grant_type")) {
    case "client_credentials":
      directory.checkClient(form.get("client_id"));
      proveClient(parts, form, `${base}/oauth2/v2.0/token`);
      return token(directory.clientId);
    case "urn:ietf:params:oauth:grant-type:device_code":
    case "device_code":
      directory.checkDeviceCode(form.get("device_code") ?? "");
      return { ...token(form.get("client_id") ?? ""), scope: form.get("scope"), ...userOf(parts) };
    default:
      throw new LoginRefusal(70003, "The grant type is not supported.", "unsupported_grant_type", 400);
  }
}

function metadata(base: string, issuer: string, tokenEndpoint = `${base}/oauth2/v2.0/token`) {
  return {
    token_endpoint: tokenEndpoint,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ["code", "id_token"],
    issuer: `${issuer}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
  };
}

/** Tokens are for one resource: `RESOURCE/.default`, beside what a person's login asks for. */
function readScope(scope: string | null, resource: string): string {
  const asked = (scope ?? "").split(" ").filter((one) => !["openid", "profile", "offline_access"].includes(one));
  if (asked.length === 1 && asked[0] === `${resource}/.default`) return resource;
  throw new LoginRefusal(500011, "The resource principal was not found in the tenant.", "invalid_resource", 400);
}

function proveClient({ directory }: StoreParts, form: URLSearchParams, tokenEndpoint: string): void {
  const secret = form.get("client_secret");
  const assertion = form.get("client_assertion");
  const bearer = form.get("client_assertion_type") === "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  if (secret !== null) directory.checkSecret(secret);
  else if (assertion !== null && bearer) directory.checkAssertion(assertion, tokenEndpoint);
  else throw new LoginRefusal(7000218, "The request body must contain client_assertion or client_secret.");
}

/** What a person's login gives beside the access token. */
function userOf({ directory, at }: StoreParts) {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");
  const claims = { iss: `${at.login}/${directory.tenantId}/v2.0`, oid: directory.objectId, sub: directory.objectId };
  return {
    client_info: part({ uid: directory.objectId, utid: directory.tenantId }),
    id_token: `${part({ alg: "none" })}.${part({ ...claims, tid: directory.tenantId, preferred_username: "person@harness.example" })}.x`,
    refresh_token: "refresh",
  };
}
