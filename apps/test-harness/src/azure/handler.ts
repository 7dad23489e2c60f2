import type { IncomingMessage, ServerResponse } from "node:http";
import { exchange } from "../http/exchange.ts";
import { type ReceivedRequest, readRequest } from "../http/received-request.ts";
import type { Answer } from "../http/send.ts";
import { retryAfterHeader } from "../http/wire-fault.ts";
import type { Call } from "./calls.ts";
import type { Fault } from "./faults.ts";
import { answerIdentity } from "./identity.ts";
import { answerLogin, readLoginPath } from "./login.ts";
import type { StoreParts } from "./parts.ts";
import { json, Refusal } from "./refusal.ts";
import { answerVault } from "./vault.ts";
import { readVaultPath } from "./vault-paths.ts";

/** One request, from the first byte to the last: note it, let a fault befall it, answer. */
export async function handle(
  parts: StoreParts,
  service: Call["service"],
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await readRequest(message);
  const { call, answer } = route(parts, service, request);
  parts.calls.push(call);
  const { faults, closing } = parts;
  await exchange(
    { message, response, closing, fault: (stage) => faults.take(stage, call.operation) },
    {
      instead: replacement,
      service: () => answer(call),
      note: (status) => {
        call.status = status;
      },
    },
  );
}

function route(parts: StoreParts, service: Call["service"], request: ReceivedRequest) {
  const [path = ""] = request.target.split("?", 1);
  const vault = readVaultPath(path);
  const login = readLoginPath(path);
  const operation = { vault: vault.operation, login: login.operation, identity: "IdentityToken" }[service];
  const call: Call = {
    service,
    operation,
    actions: new Set(),
    name: service === "vault" ? vault.name : undefined,
    withToken: request.headers.authorization !== undefined,
    at: parts.now(),
    write: service === "vault" && (request.method !== "GET" || operation === "Unknown"),
  };
  const answer = (noted: Call): Answer => {
    if (service === "vault") return answerVault(parts, request, vault, noted);
    return service === "login"
      ? answerLogin(parts, request, login.tenant, noted)
      : answerIdentity(parts, request, noted);
  };
  return { call, answer };
}

/** What a fault answers in place of the service. */
function replacement(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case "throttle": {
      const headers = retryAfterHeader(fault.retryAfter);
      return json(
        429,
        { error: { code: "Throttled", message: "Request was not processed because too many requests were received." } },
        headers,
      );
    }
    case "access-denied":
      return new Refusal(403, "Forbidden", "Caller is not authorized.", fault.inner ?? "ForbiddenByRbac").toAnswer(
        "fault",
      );
    default:
      return undefined;
  }
}
