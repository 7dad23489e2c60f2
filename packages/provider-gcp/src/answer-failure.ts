import { type HostResponse, type ProviderFailure, retryAfterMs } from "@keyferry/core/provider";
import { ERROR_TABLE, type ErrorRow, REASONS, TEXT_CASES } from "./error-table.ts";
import { asRecord, type JsonRecord, parseRecord, textOf } from "./json-record.ts";

/** An answer that cannot be believed. */
export function broken(message: string): ProviderFailure {
  return { code: "integrity", message, hint: "check the endpoint, and what stands between" };
}

/** What we say of an answer that is not Google's: a web page of a proxy or a hotel network, say. */
function statusRow(status: number): ErrorRow {
  if (status === 429) return { code: "throttled", message: "the endpoint asks for fewer requests" };
  if (status >= 500) return { code: "unavailable", message: "the endpoint could not answer", hint: "try again later" };
  return {
    code: "integrity",
    message: "the answer is not Google's: something else stands in its place, or it was damaged",
    hint: "check the network for a sign-in page or a proxy, and the endpoint",
  };
}

/** The reason of the first ErrorInfo among an error's details. */
function reasonOf(error: JsonRecord): string | undefined {
  const details = Array.isArray(error.details) ? error.details.map(asRecord) : [];
  const info = details.find((detail) => textOf(detail, "@type") === "type.googleapis.com/google.rpc.ErrorInfo");
  return textOf(info, "reason");
}

function rowOf(error: JsonRecord | undefined, status: number): ErrorRow {
  const canonical = textOf(error, "status");
  if (error === undefined || canonical === undefined) return statusRow(status);
  const text = textOf(error, "message") ?? "";
  const special = TEXT_CASES.find((one) => one.status === canonical && one.text.test(text));
  return special?.row ?? REASONS.get(reasonOf(error) ?? "") ?? ERROR_TABLE.get(canonical) ?? statusRow(status);
}

/** Adds the pause that the answer asks for, where one may be asked for. */
function withPause(row: ErrorRow, { headers }: HostResponse): ProviderFailure {
  const pause = retryAfterMs(headers["retry-after"] ?? "", new Date());
  const heeded = row.code === "throttled" || row.code === "unavailable";
  return { ...row, ...(pause !== undefined && heeded ? { retryAfterMs: pause } : {}) };
}

/** What we say of an answer with another status than 200. No word of its body is taken over. */
export function answerFailure(response: HostResponse): ProviderFailure {
  const body = parseRecord(Buffer.from(response.body).toString("utf8"));
  return withPause(rowOf(asRecord(body?.error), response.status), response);
}
