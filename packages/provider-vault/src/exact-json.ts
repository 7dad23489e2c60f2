import { isRecord, type JsonRecord } from "./answers.ts";

/** Both are in every Node.js that this runs on, and not yet in TypeScript's own library. */
const { rawJSON } = JSON as typeof JSON & { readonly rawJSON: (text: string) => unknown };

interface Source {
  readonly source?: string;
}

function keepDigits(_name: string, value: unknown, given?: Source): unknown {
  return typeof value === "number" && given?.source !== undefined ? rawJSON(given.source) : value;
}

/**
 * Parses an answer so that `JSON.stringify` gives its numbers back digit by digit: parsed as numbers, long ones are
 * rounded. Its numbers are opaque, so it is for the values alone. `undefined` for what is no JSON object. Never throws.
 */
export function parseExactly(body: Uint8Array): JsonRecord | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body), keepDigits);
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
