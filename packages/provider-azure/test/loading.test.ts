import { readdirSync, readFileSync } from "node:fs";
import { modulesLoaded } from "@keyferry/test-harness/provider-tests";
import { describe, expect, it } from "vitest";

const ENTRY = new URL("../src/index.ts", import.meta.url).href;

const loadedBy = (body: string) => modulesLoaded(ENTRY, body);

const sdk = (urls: readonly string[]) => urls.filter((url) => /node_modules\/(@azure|@typespec)/.test(url));

describe("loading the provider", () => {
  it("loads no SDK, nor do its pure calls", async () => {
    const loaded = await loadedBy(`
      const connection = { name: "prod", fields: { vault: "contoso" }, auth: { method: "azure-cli", fields: {} } };
      provider.address("db", connection); provider.policy([{ name: "db" }], connection);`);
    expect(loaded.some((url) => url.endsWith("/src/index.ts"))).toBe(true);
    expect(sdk(loaded)).toEqual([]);
    expect(loaded.filter((url) => /tsyringe|reflect|\/client\.ts$/i.test(url))).toEqual([]);
  });

  it("opens with the SDK, and loads none for a connection that it refuses", async () => {
    const open = (vault: string) => `
      const opening = provider.open({ name: "prod", fields: { vault: "${vault}" }, auth: { method: "azure-cli", fields: {} },
        credentials: {} }, { log() {}, request() {} }, { signal: new AbortController().signal });
      await opening.catch(() => {});`;
    expect(sdk(await loadedBy(open("contoso")))).not.toEqual([]);
    expect(sdk(await loadedBy(open("https://evil.example")))).toEqual([]);
  });

  it("has one module that names the SDK", () => {
    const folder = new URL("../src/", import.meta.url);
    const naming = readdirSync(folder).filter((file) =>
      /from "@(azure|typespec)/.test(readFileSync(new URL(file, folder), "utf8")),
    );
    expect(naming).toEqual(["client.ts"]);
  });
});
