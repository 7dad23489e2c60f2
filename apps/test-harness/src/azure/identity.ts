import type { ReceivedRequest } from "../http/received-request.ts";
import type { Answer } from "../http/send.ts";
import type { Call } from "./calls.ts";
import type { StoreParts } from "./parts.ts";
import { json } from "./refusal.ts";

/**
 * The endpoint of a machine's managed identity, as a virtual machine has it
 * (https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token) and as App Service has
 * it (https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference).
 */
export function answerIdentity(parts: StoreParts, request: ReceivedRequest, call: Call): Answer {
  const { directory, tokens, identityHeader } = parts;
  const refuse = (error: string, text: string): Answer => {
    call.refused = error;
    return json(400, { error, error_description: text });
  };
  const [target = "", search] = request.target.split("?", 2);
  // The SDK adds a slash to an address that a variable names.
  const path = target.replace(/\/$/, "");
  const query = new URLSearchParams(search ?? "");
  const app = path === "/msi/token";
  if (!app && path !== "/metadata/identity/oauth2/token") return json(404, { error: "not_found" });
  const proven = app ? request.headers["x-identity-header"] === identityHeader : request.headers.metadata === "true";
  if (!proven) return refuse("invalid_request", "Required metadata header not specified");
  if (query.get("api-version") !== (app ? "2019-08-01" : "2018-02-01")) {
    return refuse("bad_request_102", "The api-version is not supported");
  }
  const wanted = query.get("client_id");
  if (wanted !== null && wanted !== directory.identityClientId) return refuse("invalid_request", "Identity not found");
  const resource = query.get("resource") ?? "";
  const appid = wanted ?? directory.identityClientId;
  return json(200, {
    access_token: tokens.issue({ appid, oid: directory.objectId }, resource),
    client_id: appid,
    expires_in: String(tokens.seconds),
    expires_on: String(Math.floor(parts.now() / 1000) + tokens.seconds),
    resource,
    token_type: "Bearer",
  });
}
