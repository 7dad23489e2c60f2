import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { recordedCalls as motoCalls } from "../../src/servers/moto/recording.ts";

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
