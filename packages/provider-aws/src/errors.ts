import { isProviderError, type ProviderFailure, retryAfterMs } from "@keyferry/core/provider";
import { ERROR_TABLE, type ErrorRow, TEXT_CASES } from "./error-table.ts";
import { networkRow, statusRow } from "./network-errors.ts";

/** Reads one member of something foreign; a getter that throws counts as nothing. */
function member(of: unknown, name: string): unknown {
  try {
    return typeof of === "object" && of !== null ? (of as Record<string, unknown>)[name] : undefined;
  } catch {
    return undefined;
  }
}

function text(of: unknown, name: string): string {
  const value = member(of, name);
  return typeof value === "string" ? value : "";
}

const REQUEST_ID = /^[A-Za-z0-9_-]{1,128}$/;

function rowOf(thrown: unknown, status: number | undefined): ErrorRow {
  const name = text(thrown, "name");
  const known = serviceRow(name, text(thrown, "message"));
  if (known !== undefined) return known;
  const network = networkRow(text(thrown, "code"));
  if (network !== undefined) return network;
  if (name === "TimeoutError") return networkRow("ETIMEDOUT") ?? statusRow(504);
  if (status !== undefined) return statusRow(status);
  return { code: "internal", message: "the AWS SDK failed in a way that we do not know" };
}

/** The row of one of AWS's errors. `message` only tells cases apart. */
export function serviceRow(name: string, message: string): ErrorRow | undefined {
  const special = TEXT_CASES.find((one) => one.name === name && one.text.test(message));
  return special?.row ?? ERROR_TABLE.get(name);
}

/**
 * A row as a failure. The request's ID and the pause are the only things of an answer that are taken over, and both are
 * checked for their shape.
 */
export function withDetails(row: ErrorRow, requestId: string, retryAfter: string): ProviderFailure {
  const pause = retryAfterMs(retryAfter, new Date());
  return {
    ...row,
    ...(REQUEST_ID.test(requestId) ? { requestId } : {}),
    ...(pause !== undefined && (row.code === "throttled" || row.code === "unavailable") ? { retryAfterMs: pause } : {}),
  };
}

/** Turns anything that the SDK throws into our own words. An allowlist: the code, the message and the hint come from the tables. */
export function toFailure(thrown: unknown): ProviderFailure {
  if (isProviderError(thrown)) return thrown.failure;
  const metadata = member(thrown, "$metadata");
  const response = member(thrown, "$response");
  const status = member(metadata, "httpStatusCode") ?? member(response, "statusCode");
  const row = rowOf(thrown, typeof status === "number" ? status : undefined);
  const retryAfter = text(member(response, "headers"), "retry-after");
  return withDetails(row, text(metadata, "requestId"), retryAfter);
}

const LOGIN_CODES = new Set(["unauthenticated", "throttled", "unavailable", "invalid-connection", "cancelled"]);

/**
 * The failure of a login, as against that of a read: a role that may not be assumed is a login that failed, and must
 * never be taken for a secret or a batch that may not be read.
 */
export function toLoginFailure(thrown: unknown): ProviderFailure {
  const failure = toFailure(thrown);
  if (LOGIN_CODES.has(failure.code)) return failure;
  return {
    code: "unauthenticated",
    message: "AWS gives this login no session",
    hint: "check the role, its trust policy and external ID, and that the login may assume it",
    ...(failure.requestId === undefined ? {} : { requestId: failure.requestId }),
  };
}

/** An answer that cannot be believed. */
export function broken(message: string): ProviderFailure {
  return { code: "integrity", message, hint: "check the endpoint, and what stands between" };
}
