import { type FetchOutcome, type JsonNode, type Payload, readJson } from "@keyferry/core/provider";
import { ensure } from "./conformance-error.ts";
import type { ProviderHarness } from "./harness.ts";

/** How deep the records of the suite nest at most. */
const DEPTH = 64;

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
  const ordered = (node: JsonNode): unknown => {
    if (node.kind === "array") return node.items.map(ordered);
    if (node.kind !== "object") return node;
    const members = [...node.members].sort(([a], [b]) => (a < b ? -1 : 1));
    return { members: members.map(([name, member]) => [name, ordered(member)]) };
  };
  return JSON.stringify(ordered(readJson(json, DEPTH)));
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
