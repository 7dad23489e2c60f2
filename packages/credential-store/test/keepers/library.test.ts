import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const SOURCES = new URL("../../src/", import.meta.url);

/** Calls of the keychain's library that lose values on Windows, find nothing there, or fall back to the kernel's keyring. */
function forbidden(code: string): string[] {
  const calls = code.match(/\b(?:withTarget|findCredentials(?:Async)?)\s*\(/g) ?? [];
  const entries = code.match(/new (?:\w+\.)?(?:Async)?Entry\([^)]*\)/g) ?? [];
  return [...calls, ...entries.filter((entry) => !entry.includes('linux: { store: "secret-service" }'))];
}

it("asks the keychain's library by the one call that neither erases nor falls back", () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  const code = files.map((path) => readFileSync(new URL(path, SOURCES), "utf8")).join("\n");
  expect(code).toContain("new library.Entry(");
  expect(forbidden(code)).toEqual([]);
  for (const bad of [
    'Entry.withTarget("a", "b", "c")',
    'findCredentials("a")',
    'new Entry("a", "b")',
    "new k.AsyncEntry(a)",
  ]) {
    expect(forbidden(bad)).toHaveLength(1);
  }
});
