import { type Payload, plainValue, readJson } from "@keyferry/core/provider";
import { type BrokenProvider, broken } from "../broken-provider.ts";
import { outcomes } from "./fetch.ts";

function payloads(change: (payload: Payload) => Payload) {
  return outcomes((outcome) => (outcome.ok ? { ...outcome, payload: change(outcome.payload) } : outcome));
}

const texts = (change: (text: string) => string) =>
  payloads((payload) => (payload.kind === "text" ? { kind: "text", text: change(payload.text) } : payload));

const records = (change: (json: string) => string) =>
  payloads((payload) => (payload.kind === "fields" ? { kind: "fields", json: change(payload.json) } : payload));

function rewritten(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return json;
  }
}

function rounded(json: string): string {
  return JSON.stringify(plainValue(readJson(json, 64)));
}

function withoutOddNames(json: string): string {
  const { "": _, ...rest } = JSON.parse(json) as Record<string, unknown>;
  return _ === undefined ? json : JSON.stringify(rest);
}

export const brokenPayloads: readonly BrokenProvider[] = [
  broken(
    "payload/text",
    "it normalises texts",
    texts((text) => text.normalize("NFC")),
  ),
  broken(
    "payload/bom",
    "it drops a byte order mark",
    texts((text) => text.replace(/^\ufeff/, "")),
  ),
  broken("payload/json-text", "it writes JSON anew", texts(rewritten)),
  broken(
    "payload/long",
    "it cuts long texts",
    texts((text) => text.slice(0, 20_000)),
  ),
  broken(
    "payload/bytes",
    "it makes text of bytes",
    payloads((payload) =>
      payload.kind === "bytes" ? { kind: "text", text: Buffer.from(payload.bytes).toString("utf8") } : payload,
    ),
  ),
  broken("payload/fields", "it loses a member without a name", records(withoutOddNames)),
  broken(
    "payload/fields",
    "it takes a name for another one",
    records((json) => json.replace('"\\"":', '"\\\\":')),
  ),
  broken("payload/long-numbers", "it rounds numbers", records(rounded)),
];
