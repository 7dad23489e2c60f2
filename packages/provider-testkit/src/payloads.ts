import type { FetchOutcome, Payload } from "@keyferry/core/provider";
import { ensure } from "./conformance-error.ts";
import type { ProviderHarness } from "./harness.ts";

/** A text as a payload of the first kind that the manager holds. */
export function payloadOf(text: string, { payloads, fieldNames }: ProviderHarness): Payload {
  const [kind = "text"] = payloads;
  if (kind === "fields") return { kind, json: JSON.stringify({ [fieldNames?.at(-1) ?? "value"]: text }) };
  if (kind === "text") return { kind, text };
  return { kind, bytes: Buffer.from(text) };
}

/** Whether two payloads hold the same. Records are compared as data, with the digits of their numbers. */
function samePayload(one: Payload, other: Payload): boolean {
  if (one.kind === "text" && other.kind === "text") return one.text === other.text;
  if (one.kind === "bytes" && other.kind === "bytes") return Buffer.compare(one.bytes, other.bytes) === 0;
  if (one.kind === "fields" && other.kind === "fields") return exact(one.json) === exact(other.json);
  return false;
}

/** JSON without its spaces and the order of its members, with every number as it is written. */
function exact(json: string): string {
  const read = (_: string, value: unknown, { source }: { readonly source?: string }): unknown => {
    if (typeof value === "number") return { number: source };
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  // TypeScript does not yet know the third argument of a reviver.
  return JSON.stringify(JSON.parse(json, read as (key: string, value: unknown) => unknown));
}

/** Ensures that an outcome is this payload. */
export function ensurePayload(outcome: FetchOutcome | undefined, expected: Payload, what: string): void {
  ensure(outcome !== undefined, `${what}: there is no outcome`);
  ensure(outcome.ok, `${what} is refused: ${outcome.ok ? "" : outcome.error.code}`);
  ensure(
    outcome.payload.kind === expected.kind,
    `${what} comes as ${outcome.payload.kind}, and was put as ${expected.kind}`,
  );
  ensure(samePayload(outcome.payload, expected), `${what} comes changed`);
}
