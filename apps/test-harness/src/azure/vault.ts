import { randomUUID } from "node:crypto";
import type { ReceivedRequest } from "../http/received-request.ts";
import type { Answer } from "../http/send.ts";
import { item, versionItem } from "./bundles.ts";
import type { Call } from "./calls.ts";
import { page } from "./pages.ts";
import type { StoreParts } from "./parts.ts";
import { json, Refusal } from "./refusal.ts";
import type { SecretVersion, StoredSecret } from "./state.ts";
import type { VaultPath } from "./vault-paths.ts";

const API_VERSIONS = /^(7\.[0-6]|2025-07-01|2026-04-01)$/;

/** One request to the vault, in the order in which it looks: token, version of the API, rights, the secret. */
export function answerVault(parts: StoreParts, request: ReceivedRequest, asked: VaultPath, call: Call): Answer {
  const requestId = randomUUID();
  try {
    return json(200, run(parts, request, asked, call), { "x-ms-request-id": requestId });
  } catch (error) {
    const known = error instanceof Refusal ? error : new Refusal(500, "InternalError", "The store itself failed.");
    call.refused = known.inner ?? known.code;
    return known.toAnswer(requestId);
  }
}

function run(parts: StoreParts, request: ReceivedRequest, asked: VaultPath, call: Call): unknown {
  const { state, rights, faults, paging, at } = parts;
  authenticate(parts, request, call.operation);
  if (call.write) throw new Refusal(403, "Forbidden", "Caller is not authorized.", "ForbiddenByRbac");
  const query = new URLSearchParams(request.target.split("?", 2)[1] ?? "");
  const version = query.get("api-version");
  if (version === null) throw new Refusal(400, "BadParameter", "api-version must be specified");
  if (!API_VERSIONS.test(version)) throw new Refusal(400, "BadParameter", "The api-version is not recognized.");
  const { operation, name = "" } = asked;
  const paged = (all: readonly unknown[], path: string) =>
    page(all, paging.list, query, `${at.vault}${path}`, faults.take("page", operation));
  const id = `${at.vault}/secrets`;
  switch (operation) {
    case "ListSecrets":
      rights.check("readMetadata", undefined, call.actions);
      return paged(
        state.all().flatMap((secret) => secret.versions.slice(-1).map((newest) => item(secret, newest, id))),
        "/secrets",
      );
    case "ListSecretVersions": {
      rights.check("readMetadata", name, call.actions);
      const secret = state.find(name) ?? missing(name);
      return paged(secret.versions.map((one) => versionItem(secret, one, id)).reverse(), `/secrets/${name}/versions`);
    }
    case "GetDeletedSecret": {
      rights.check("readMetadata", name, call.actions);
      const secret = state.find(name, true) ?? missing(`Deleted Secret not found: ${name}`);
      const newest = secret.versions.at(-1) ?? missing(name);
      const recoveryId = `${at.vault}/deletedsecrets/${secret.name}`;
      return { ...versionItem(secret, newest, id), recoveryId, deletedDate: Math.floor((secret.deleted ?? 0) / 1000) };
    }
    case "GetSecret": {
      rights.check("getSecret", name, call.actions);
      const secret = state.find(name) ?? missing(name);
      const found = readable(secret, asked.version);
      const other = faults.take("value", operation) === undefined ? secret : { ...secret, name: "of-another" };
      return { value: found.value, ...versionItem(other, found, id) };
    }
    default:
      throw new Refusal(404, "NotFound", "The path is not known.");
  }
}

/**
 * Proves the token, or asks for one: https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses
 */
function authenticate(
  { at, directory, faults, resource, tokens }: StoreParts,
  request: ReceivedRequest,
  operation: string,
) {
  const fault = faults.take("challenge", operation);
  const named = fault?.kind === "challenge" ? fault : undefined;
  const authorization = named?.authorization ?? `${at.login}/${directory.tenantId}`;
  const challenge = `Bearer authorization="${authorization}", resource="${named?.resource ?? resource}"`;
  const [, token] = /^Bearer (.+)$/.exec(request.headers.authorization ?? "") ?? [];
  if (token === undefined) {
    const message = "AKV10000: Request is missing a Bearer or PoP token.";
    throw new Refusal(401, "Unauthorized", message, undefined, { "www-authenticate": challenge });
  }
  tokens.check(token, resource, challenge);
}

function missing(name: string): never {
  const message = `A secret with (name/id) ${name} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command.`;
  throw new Refusal(404, "SecretNotFound", message);
}

/** Dates only inform, as at the vendor; `enabled` alone decides. https://learn.microsoft.com/azure/key-vault/secrets/about-secrets */
function readable({ name, versions }: StoredSecret, wanted: string | undefined): SecretVersion {
  const version = wanted === undefined ? versions.at(-1) : versions.find(({ id }) => id === wanted.toLowerCase());
  if (version === undefined) return missing(`${name}/${wanted ?? ""}`);
  if (version.enabled === false) {
    throw new Refusal(403, "Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled");
  }
  return version;
}
