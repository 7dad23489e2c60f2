import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { recordedCalls as motoCalls } from "../../src/servers/moto/recording.ts";
import { recordedCalls as vaultCalls } from "../../src/servers/vault/audit-log.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-record-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function record(lines: readonly object[]): string {
  const file = join(folder, "record.jsonl");
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return file;
}

it("of moto are the reader's alone, and an unknown one counts as a write", () => {
  const asked = (key: string, operation: string) => ({
    headers: {
      Authorization: `AWS4-HMAC-SHA256 Credential=${key}/2026`,
      "X-Amz-Target": `secretsmanager.${operation}`,
    },
  });
  const file = record([asked("ADMIN", "CreateSecret"), asked("READER", "GetSecretValue"), asked("READER", "Invented")]);
  expect(motoCalls(file, "READER")).toEqual([
    { operation: "GetSecretValue", write: false, readsValue: true },
    { operation: "Invented", write: true, readsValue: false },
  ]);
});

it("of Vault are the role's alone, its own login no write, and each is counted once", () => {
  const asked = (type: string, policies: readonly string[] | undefined, operation: string, path: string) => ({
    type,
    ...(policies === undefined ? {} : { auth: { policies } }),
    request: { operation, path },
  });
  const reader = ["default", "keyferry"];
  const file = record([
    asked("request", ["root"], "update", "secret/data/nas"),
    asked("request", undefined, "update", "auth/approle/login"),
    asked("response", undefined, "update", "auth/approle/login"),
    asked("request", reader, "list", "secret/metadata/"),
    asked("request", reader, "read", "secret/data/nas"),
    asked("request", reader, "update", "secret/data/nas"),
    asked("request", reader, "update", "auth/token/revoke-self"),
  ]);
  expect(vaultCalls(file, "keyferry", "secret")).toEqual([
    { operation: "update auth/approle/login", write: false, readsValue: false },
    { operation: "list secret/metadata/", write: false, readsValue: false },
    { operation: "read secret/data/nas", write: false, readsValue: true },
    { operation: "update secret/data/nas", write: true, readsValue: false },
    { operation: "update auth/token/revoke-self", write: false, readsValue: false },
  ]);
});
