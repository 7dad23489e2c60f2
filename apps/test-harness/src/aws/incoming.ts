import type { JsonObject } from "./operations/operation.ts";
import { operations } from "./operations/table.ts";
import { jsonProtocol, type Protocol, queryProtocol } from "./protocols.ts";
import type { SignedRequest } from "./sigv4.ts";
import { stsOperations } from "./sts.ts";

/** Which operation of which service a request asks for, told without trusting it. */
export interface Incoming {
  readonly service: "secretsmanager" | "sts" | "unknown";
  readonly operation: string;
  readonly protocol: Protocol;
  readonly write: boolean;
}

/** Secrets Manager names its operation in X-Amz-Target, the Security Token Service in a form's Action. */
export function identify({ headers, body }: SignedRequest): Incoming {
  const [target, json] = (headers["x-amz-target"] ?? "").split(".");
  if (target === "secretsmanager" && json) {
    return { service: "secretsmanager", operation: json, protocol: jsonProtocol, write: !operations.has(json) };
  }
  const form = (headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  const action = form ? new URLSearchParams(body.toString("utf8")).get("Action") : undefined;
  if (action) return { service: "sts", operation: action, protocol: queryProtocol, write: !stsOperations.has(action) };
  return { service: "unknown", operation: "", protocol: jsonProtocol, write: true };
}

/** The body of a JSON request; `undefined` when it is not a JSON object. */
export function readJson(body: Buffer): JsonObject | undefined {
  try {
    const input: unknown = JSON.parse(body.toString("utf8"));
    return typeof input === "object" && input !== null && !Array.isArray(input) ? (input as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** The secrets that a request names, whatever else is wrong with it. */
export function namedSecrets(input: JsonObject | undefined): string[] {
  const list = Array.isArray(input?.SecretIdList) ? input.SecretIdList : [input?.SecretId];
  return list.filter((id: unknown) => typeof id === "string");
}
