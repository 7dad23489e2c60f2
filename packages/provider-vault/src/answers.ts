import { ProviderError } from "@keyferry/core/provider";
import { broken } from "./errors.ts";

/** The members of a JSON object. */
export interface JsonRecord {
  readonly [member: string]: unknown;
}

export function isRecord(of: unknown): of is JsonRecord {
  return typeof of === "object" && of !== null && !Array.isArray(of);
}

/** The JSON object that an answer holds; `undefined` for anything else, such as a web page. Never throws. */
export function parseAnswer(body: Uint8Array, contentType = ""): JsonRecord | undefined {
  if (!/^application\/json\b/i.test(contentType)) return undefined;
  try {
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** The `data` of an answer. Throws a `ProviderError` (`integrity`). */
export function dataOf(answer: JsonRecord): JsonRecord {
  return isRecord(answer.data) ? answer.data : unfit("the answer holds no data");
}

export function unfit(message: string): never {
  throw new ProviderError(broken(message));
}

/** A text that is there and not empty. */
export function textOf(of: unknown): string | undefined {
  return typeof of === "string" && of !== "" ? of : undefined;
}

/** One of Vault's instants as ISO 8601 in UTC, to the millisecond. Vault writes "" where there is none. */
export function instantOf(of: unknown): string | undefined {
  const time = Date.parse(textOf(of) ?? "");
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
