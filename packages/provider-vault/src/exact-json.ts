import { plainValue, readJson } from "@keyferry/core/provider";
import { isRecord, type JsonRecord } from "./answers.ts";

/** It is in every Node.js that this runs on, and not yet in TypeScript's own library. */
const { rawJSON } = JSON as typeof JSON & { readonly rawJSON: (text: string) => unknown };

/** How deep an answer may nest: what is picked from a value may nest less deep. */
const DEPTH = 256;

/**
 * Parses an answer so that `JSON.stringify` gives its numbers back digit by digit: parsed as numbers, long ones are
 * rounded. Its numbers are opaque, so it is for the values alone. `undefined` for what is no JSON object. Never throws.
 */
export function parseExactly(body: Uint8Array): JsonRecord | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    const json = plainValue(readJson(text, DEPTH), rawJSON);
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
