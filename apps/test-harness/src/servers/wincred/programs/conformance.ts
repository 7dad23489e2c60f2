// Runs under Wine: the conformance suite over the installed provider and Windows's own functions, its results into a file.
// vitest's workers speak through pipes, of which Wine has none that Linux could read; the cases need none.
import { readFileSync, writeFileSync } from "node:fs";
import type { Payload, ProviderPlugin } from "@keyferry/core/provider";
import {
  type CaseResult,
  type Deviations,
  type ProviderHarness,
  planCases,
  runCases,
} from "@keyferry/provider-testkit";
import { deleteCredential, type WrittenCredential, writeCredential } from "./credential-functions.ts";

/** What the harness tells this program. */
export interface Order {
  /** `file:` URL of the provider's entry, as Windows sees it. */
  readonly entry: string;
  /** The file for the results. */
  readonly results: string;
  readonly deviations: Deviations;
}

const { entry, results, deviations } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Order;
const { default: plugin } = (await import(entry)) as { readonly default: ProviderPlugin };

/** `CRED_MAX_CREDENTIAL_BLOB_SIZE` (https://learn.microsoft.com/en-us/windows/win32/api/wincred/ns-wincred-credentialw). */
const MAX_BLOB = 2_560;

function contentOf(payload: Payload): WrittenCredential {
  if (payload.kind === "bytes") return { blob: payload.bytes };
  const record = JSON.parse(payload.kind === "text" ? "{}" : payload.json) as { username?: string; password?: string };
  return { username: record.username, blob: Buffer.from(record.password ?? "", "utf16le") };
}

function seed(name: string, content: WrittenCredential): void {
  if (!writeCredential(name, content)) throw new Error("Windows would not write a credential");
}

const harness: ProviderHarness = {
  name: "wincred",
  plugin,
  entry,
  connection: { name: "conformance", fields: {}, auth: { method: "current-user", fields: {} }, credentials: {} },
  payloads: ["fields", "bytes"],
  fieldNames: ["username", "password"],
  maxValueBytes: MAX_BLOB,
  hostileNames: ["git:https://host/a b", "ü/世界/🔑", "\u202eevil", "..\\up", "%2e?#", "*star", "UPPER lower"],
  descriptions: ["list", "describe"],
  seed: (name, payload, { description } = {}) => seed(name, { ...contentOf(payload), comment: description }),
  remove: (name) => void deleteCredential(name),
  stop: () => undefined,
};
const told: CaseResult[] = [];
for (const { case: one } of planCases(harness, deviations)) {
  const begun = performance.now();
  told.push(...(await runCases(harness, { deviations, only: [one.id] })));
  // So that a case which never ends can be named.
  process.stdout.write(`${one.id}: ${told.at(-1)?.state}, ${Math.round(performance.now() - begun)} ms\n`);
}
writeFileSync(results, JSON.stringify(told));
