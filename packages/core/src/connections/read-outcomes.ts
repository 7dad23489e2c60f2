import { types } from "node:util";
import { ProviderError } from "../contract/errors.ts";
import type { FetchOutcome, Payload } from "../contract/session.ts";
import { isText } from "../plugins/shape.ts";
import { cleanFailure, type Redact } from "./provider-failure.ts";

const MAX_VERSION = 1_024;

/**
 * Turns whatever `fetch` returned into outcomes: one for each address, copied, with each member read once. An outcome
 * without the agreed shape, or a value over the limit, becomes an `integrity` failure by itself. If their number is
 * wrong, throws a `ProviderError` (`integrity`), since then none can be matched to its address.
 */
export function readOutcomes(given: unknown, count: number, valueBytes: number, redact: Redact): FetchOutcome[] {
  if (!Array.isArray(given) || given.length !== count) {
    throw new ProviderError({
      code: "integrity",
      message: `the provider did not give one outcome for each of ${count} addresses`,
      hint: "tell the provider's publisher",
    });
  }
  return Array.from({ length: count }, (_, index) => readOutcome(() => given[index], valueBytes, redact));
}

function readOutcome(take: () => unknown, valueBytes: number, redact: Redact): FetchOutcome {
  try {
    const given = take();
    if (typeof given !== "object" || given === null) return unfit();
    const ok: unknown = Reflect.get(given, "ok");
    if (ok === false) return { ok: false, error: cleanFailure(Reflect.get(given, "error"), redact) };
    const payload = ok === true ? readPayload(Reflect.get(given, "payload"), valueBytes) : undefined;
    if (payload === undefined) return unfit();
    if (payload === "too-long") return unfit(`the value is longer than ${valueBytes} bytes`);
    const version: unknown = Reflect.get(given, "version");
    const expiresAt: unknown = Reflect.get(given, "expiresAt");
    return {
      ok: true,
      payload,
      ...(typeof version === "string" && isText(version, MAX_VERSION) ? { version } : {}),
      ...(typeof expiresAt === "string" && isText(expiresAt, 100) ? { expiresAt } : {}),
    };
  } catch {
    return unfit();
  }
}

function unfit(message = "the provider's answer does not have the agreed shape"): FetchOutcome {
  return { ok: false, error: { code: "integrity", message } };
}

type Reading = Payload | "too-long" | undefined;

function readPayload(given: unknown, valueBytes: number): Reading {
  if (typeof given !== "object" || given === null) return undefined;
  const kind: unknown = Reflect.get(given, "kind");
  if (kind === "bytes") return readBytes(Reflect.get(given, "bytes"), valueBytes);
  if (kind !== "text" && kind !== "fields") return undefined;
  const text: unknown = Reflect.get(given, kind === "text" ? "text" : "json");
  if (typeof text !== "string") return undefined;
  if (isTooLong(text, valueBytes)) return "too-long";
  if (!text.isWellFormed()) return undefined;
  return kind === "text" ? { kind, text } : { kind, json: text };
}

/** A text has at least as many bytes as characters, so a huge one is refused without counting them. */
function isTooLong(text: string, valueBytes: number): boolean {
  return text.length > valueBytes || Buffer.byteLength(text) > valueBytes;
}

const byteLengthOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), "byteLength")?.get;

function readBytes(bytes: unknown, valueBytes: number): Reading {
  // Takes the true length and bytes: a subclass can claim anything about itself.
  if (!types.isUint8Array(bytes) || byteLengthOf === undefined) return undefined;
  const length: unknown = Reflect.apply(byteLengthOf, bytes, []);
  if (typeof length !== "number") return undefined;
  return length > valueBytes ? "too-long" : { kind: "bytes", bytes: new Uint8Array(bytes) };
}
