import { readdirSync, readFileSync } from "node:fs";
import { modulesLoaded } from "@keyferry/test-harness/provider-tests";
import { describe, expect, it } from "vitest";

const ENTRY = new URL("../src/index.ts", import.meta.url).href;

const loadedBy = (body: string) =>
  modulesLoaded(
    ENTRY,
    `const connection = { name: "prod", fields: { url: "https://vault.example.com/v1/secret" },
      auth: { method: "token", fields: {} }, credentials: { token: "t" } };
    ${body}`,
  );

const library = (urls: readonly string[]) => urls.filter((url) => /node_modules\/(node-vault|axios)\//.test(url));

describe("loading the provider", () => {
  it("loads no library, nor do its pure calls", async () => {
    const loaded = await loadedBy(`provider.address("db", connection); provider.policy([{ name: "db" }], connection);`);
    expect(loaded.some((url) => url.endsWith("/src/index.ts"))).toBe(true);
    expect(loaded.filter((url) => /\/src\/(open|client|session|transport)\.ts$/.test(url))).toEqual([]);
    expect(library(loaded)).toEqual([]);
    expect(loaded.filter((url) => /tsyringe|reflect/i.test(url))).toEqual([]);
  });

  it("opens with the library, and asks its host alone", async () => {
    const loaded = await loadedBy(
      `const body = new TextEncoder().encode('{"data":{"type":"kv"}}');
      const answer = { status: 200, headers: { "content-type": "application/json" }, body };
      await provider.open(connection, { log() {}, request: async () => answer }, { signal: new AbortController().signal });`,
    );
    expect(library(loaded)).not.toEqual([]);
  });

  it("has one module that names the library", () => {
    const folder = new URL("../src/", import.meta.url);
    const naming = readdirSync(folder).filter((file) =>
      /["']node-vault/.test(readFileSync(new URL(file, folder), "utf8")),
    );
    expect(naming).toEqual(["client.ts"]);
  });
});
