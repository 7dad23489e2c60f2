import type { IncomingMessage, ServerResponse } from "node:http";
import { exchange } from "../http/exchange.ts";
import { type ReceivedRequest, readRequest } from "../http/received-request.ts";
import type { Answer } from "../http/send.ts";
import { errors, Refused, throttled } from "./answers.ts";
import type { Call } from "./calls.ts";
import type { Fault, FaultQueue } from "./faults.ts";
import { type Incoming, identify } from "./incoming.ts";
import { type ServiceParts, serve } from "./serve.ts";

/** All that a store knows; the handler reads it, the store's owner changes it. */
export interface StoreParts extends ServiceParts {
  readonly faults: FaultQueue;
  readonly calls: Call[];
  /** Ends every wait. */
  readonly closing: AbortSignal;
}

/** One request, from the first byte to the last: note it, let a fault befall it, prove the caller, do the operation, answer. */
export async function handle(parts: StoreParts, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await readRequest(message);
  const incoming = understood(parts, request);
  const call = note(parts, request, "answer" in incoming ? undefined : incoming);
  const { operation } = call;
  const { faults, closing } = parts;
  await exchange(
    { message, response, closing, fault: (stage) => faults.take(stage, operation) },
    {
      instead: (fault) => replacement(fault, request),
      service: () => answered(parts, request, incoming, message),
      note: (status) => {
        call.status = status;
      },
    },
  );
}

function understood(parts: StoreParts, request: ReceivedRequest): Incoming | Refused {
  try {
    return identify(request, parts.state);
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown;
    throw thrown;
  }
}

function note(parts: StoreParts, request: ReceivedRequest, incoming: Incoming | undefined): Call {
  const { method, target, headers } = request;
  const token = headers["x-vault-token"];
  const call: Call = {
    method,
    target,
    operation: incoming?.operation ?? "unknown",
    path: incoming?.path ?? "",
    name: incoming?.name,
    token: token === undefined ? undefined : (parts.tokens.find(token)?.displayName ?? "unknown"),
    namespace: headers["x-vault-namespace"],
    headerNames: Object.keys(headers).sort(),
    at: parts.now(),
    write: incoming?.operation === "write" || incoming === undefined,
  };
  parts.calls.push(call);
  return call;
}

/** What a fault answers in place of the service. */
function replacement(fault: Fault, { target }: ReceivedRequest): Answer | undefined {
  switch (fault.kind) {
    case "throttle":
      return throttled(fault.retryAfter);
    case "access-denied":
      return errors(403, "permission denied");
    case "sealed":
      return errors(503, "Vault is sealed");
    case "redirect":
      return {
        status: fault.status ?? 307,
        headers: { location: `${fault.location}${fault.path ?? target}` },
        body: "",
      };
    case "json":
      return { status: 200, headers: { "content-type": "application/json" }, body: fault.body };
    default:
      return undefined;
  }
}

function answered(
  parts: StoreParts,
  request: ReceivedRequest,
  incoming: Incoming | Refused,
  message: IncomingMessage,
): Answer {
  if (incoming instanceof Refused) return incoming.answer;
  try {
    return serve(parts, request, incoming, message.socket);
  } catch (thrown) {
    return thrown instanceof Refused ? thrown.answer : errors(500, "internal error");
  }
}
