import type { IncomingMessage, ServerResponse } from "node:http";
import { exchange } from "../http/exchange.ts";
import { type ReceivedRequest, readRequest } from "../http/received-request.ts";
import type { Answer } from "../http/send.ts";
import { retryAfterHeader } from "../http/wire-fault.ts";
import { json, noSuchPage, refusalAnswer } from "./answers.ts";
import { authenticate } from "./authenticate.ts";
import type { Call } from "./calls.ts";
import type { CredentialBook } from "./credentials.ts";
import type { Fault, FaultQueue } from "./faults.ts";
import { type Incoming, identify } from "./identify.ts";
import { loginOperations } from "./logins.ts";
import type { Place } from "./operations/operation.ts";
import { OAuthRefusal, Refusal } from "./refusal.ts";
import type { Rights } from "./rights.ts";
import type { SecretState } from "./state.ts";

/** All that a store knows; the handler reads it, the store's owner changes it. */
export interface StoreParts {
  readonly place: Place;
  readonly now: () => number;
  readonly state: SecretState;
  readonly book: CredentialBook;
  readonly rights: Rights;
  readonly faults: FaultQueue;
  readonly paging: { list: number };
  readonly calls: Call[];
  readonly tokenUri: () => string;
  /** Ends every wait. */
  readonly closing: AbortSignal;
}

/** One request, from the first byte to the last: note it, let a fault befall it, prove the caller, do the operation, answer. */
export async function handle(parts: StoreParts, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await readRequest(message);
  const incoming = identify(request);
  const { operation } = incoming;
  const permissions = new Set<string>();
  const call: Call = {
    service: incoming.service,
    operation,
    permissions,
    resource: incoming.target?.resource,
    line: `${request.method} ${request.target}`,
    at: parts.now(),
    write: incoming.write,
  };
  parts.calls.push(call);
  const { faults, closing } = parts;
  await exchange(
    { message, response, closing, fault: (stage) => faults.take(stage, operation) },
    {
      instead: replacement,
      service: () => answerOrRefuse(parts, request, incoming, call, permissions),
      note: (status) => {
        call.status = status;
      },
    },
  );
}

/** What a fault answers in place of the service. */
function replacement(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case "throttle": {
      const answer = refusalAnswer(new Refusal("RESOURCE_EXHAUSTED", "Quota exceeded.", "RATE_LIMIT_EXCEEDED"));
      const retryAfter = retryAfterHeader(fault.retryAfter);
      return { ...answer, headers: { ...answer.headers, ...retryAfter } };
    }
    case "access-denied":
      return refusalAnswer(new Refusal("PERMISSION_DENIED", "Denied.", fault.reason ?? "IAM_PERMISSION_DENIED"));
    default:
      return undefined;
  }
}

function answerOrRefuse(
  parts: StoreParts,
  request: ReceivedRequest,
  incoming: Incoming,
  call: Call,
  permissions: Set<string>,
): Answer {
  try {
    return answer(parts, request, incoming, call, permissions);
  } catch (error) {
    const known = error instanceof Refusal || error instanceof OAuthRefusal;
    const refusal = known ? error : new Refusal("INTERNAL", "The store itself failed.");
    call.refused = refusal.code;
    return refusalAnswer(refusal);
  }
}

function answer(
  parts: StoreParts,
  request: ReceivedRequest,
  { service, operation, run, target }: Incoming,
  call: Call,
  permissions: Set<string>,
): Answer {
  const now = parts.now();
  const logIn = loginOperations.get(operation);
  if (logIn) return logIn(request, { ...parts, now, tokenUri: parts.tokenUri() });
  if (service !== "secretmanager" || !run || !target) return noSuchPage;
  call.principal = authenticate(request.headers.authorization, parts.book, now);
  const query = new URLSearchParams(request.target.split("?")[1] ?? "");
  return json(run(target, query, { ...parts, rights: parts.rights.recorded(permissions) }));
}
