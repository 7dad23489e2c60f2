import type { IncomingMessage, ServerResponse } from "node:http";
import { exchange } from "../http/exchange.ts";
import { readRequest } from "../http/received-request.ts";
import type { Answer } from "../http/send.ts";
import { retryAfterHeader } from "../http/wire-fault.ts";
import { authenticate } from "./authenticate.ts";
import type { Call } from "./calls.ts";
import type { CredentialBook } from "./credentials.ts";
import type { Fault, FaultQueue } from "./faults.ts";
import { type Incoming, identify, namedSecrets, readJson } from "./incoming.ts";
import type { Paging } from "./operations/operation.ts";
import { operations, writeOperations } from "./operations/table.ts";
import { Refusal } from "./refusal.ts";
import type { Rights } from "./rights.ts";
import { parseAuthorization, type SignedRequest } from "./sigv4.ts";
import type { SecretState } from "./state.ts";
import { type Role, stsOperations } from "./sts.ts";

/** All that a store knows; the handler reads it, the store's owner changes it. */
export interface StoreParts {
  readonly region: string;
  readonly now: () => number;
  readonly state: SecretState;
  readonly book: CredentialBook;
  readonly rights: Rights;
  readonly roles: Map<string, Role>;
  readonly faults: FaultQueue;
  readonly paging: Paging;
  readonly calls: Call[];
  /** Ends every wait. */
  readonly closing: AbortSignal;
}

/** One request, from the first byte to the last: note it, let a fault befall it, prove the caller, do the operation, answer. */
export async function handle(parts: StoreParts, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await readRequest(message);
  const incoming = identify(request);
  const actions = new Set<string>();
  const call = note(parts, request, incoming, actions);
  const { operation } = incoming;
  const { faults, closing } = parts;
  await exchange(
    { message, response, closing, fault: (stage) => faults.take(stage, operation) },
    {
      instead: (fault) => replacement(fault, incoming),
      service: () => answerOrRefuse(parts, request, incoming, call, actions),
      note: (status) => {
        call.status = status;
      },
    },
  );
}

function note(parts: StoreParts, request: SignedRequest, incoming: Incoming, actions: Set<string>): Call {
  const call: Call = {
    service: incoming.service,
    operation: incoming.operation,
    actions,
    secretIds: namedSecrets(readJson(request.body)),
    accessKeyId: parseAuthorization(request.headers.authorization ?? "")?.accessKeyId,
    at: parts.now(),
    write: incoming.write,
  };
  parts.calls.push(call);
  return call;
}

/** What a fault answers in place of the service. */
function replacement(fault: Fault, { protocol, operation }: Incoming): Answer | undefined {
  switch (fault.kind) {
    case "throttle": {
      const answer = protocol.refusal(new Refusal("ThrottlingException", "Rate exceeded"));
      const retryAfter = retryAfterHeader(fault.retryAfter);
      return { ...answer, headers: { ...answer.headers, ...retryAfter } };
    }
    case "access-denied":
      return protocol.refusal(new Refusal("AccessDeniedException", `User is not authorized to perform: ${operation}`));
    default:
      return undefined;
  }
}

function answerOrRefuse(
  parts: StoreParts,
  request: SignedRequest,
  incoming: Incoming,
  call: Call,
  actions: Set<string>,
): Answer {
  try {
    return incoming.protocol.result(incoming.operation, answer(parts, request, incoming, actions));
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal("InternalFailure", "The store itself failed.", 500);
    call.refused = refusal.code;
    return incoming.protocol.refusal(refusal);
  }
}

function answer(parts: StoreParts, request: SignedRequest, incoming: Incoming, actions: Set<string>): unknown {
  const { service, operation } = incoming;
  const unknown = new Refusal("UnknownOperationException", "The operation is not known.");
  if (service === "unknown" || request.method !== "POST") throw unknown;
  const rights = parts.rights.recorded(actions);
  // Who asks the Security Token Service by its global name signs for us-east-1: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
  const regions = service === "sts" ? [parts.region, "us-east-1"] : [parts.region];
  const who = authenticate(request, parts.book, { service, regions, now: parts.now() });
  if (service === "sts") {
    const run = stsOperations.get(operation);
    if (!run) throw unknown;
    return run(new URLSearchParams(request.body.toString("utf8")), { ...parts, rights, who });
  }
  if (writeOperations.has(operation)) {
    const what = `User: ${who.arn} is not authorized to perform: secretsmanager:${operation}`;
    throw new Refusal("AccessDeniedException", what);
  }
  const run = operations.get(operation);
  if (!run) throw unknown;
  const input = readJson(request.body);
  if (!input) throw new Refusal("SerializationException", "The body is not a JSON object.");
  return run(input, { ...parts, rights, who });
}
