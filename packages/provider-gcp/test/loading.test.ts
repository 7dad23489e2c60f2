import { readdirSync, readFileSync } from "node:fs";
import { modulesLoaded } from "@keyferry/test-harness/provider-tests";
import { describe, expect, it } from "vitest";

const ENTRY = new URL("../src/index.ts", import.meta.url).href;

const loadedBy = (body: string) => modulesLoaded(ENTRY, body);

const sdk = (urls: readonly string[]) => urls.filter((url) => /@google-cloud|google-gax|google-auth|gaxios/.test(url));

describe("loading the provider", () => {
  it("loads no SDK, nor do its pure calls and a login that is refused", async () => {
    const loaded = await loadedBy(`
      const auth = { method: "service-account-key", fields: {} };
      const connection = { name: "prod", fields: { project: "backup-prod" }, auth };
      provider.address("db", connection); provider.policy([{ name: "db" }], connection);
      const context = { signal: new AbortController().signal };
      await provider.open({ ...connection, credentials: { keyJson: "{}" } }, {}, context).catch(() => {});`);
    expect(loaded.some((url) => url.endsWith("/src/read-login.ts"))).toBe(true);
    expect(sdk(loaded)).toEqual([]);
    expect(loaded.filter((url) => /tsyringe|reflect/i.test(url))).toEqual([]);
  });

  it("loads what its pure calls need, and no more", async () => {
    const loaded = await loadedBy("");
    const own = loaded.filter((url) => url.includes("/provider-gcp/")).map((url) => url.replace(/^.*\//, ""));
    expect(own.sort()).toEqual(
      ["address.ts", "auth-methods.ts", "index.ts", "manifest.ts", "policy.ts", "resource.ts", "version.ts"].sort(),
    );
  });

  it("has one module that names the SDK", () => {
    const folder = new URL("../src/", import.meta.url);
    const naming = readdirSync(folder).filter((file) =>
      /["'](@google-cloud|google-)/.test(readFileSync(new URL(file, folder), "utf8")),
    );
    expect(naming).toEqual(["client.ts"]);
  });
});
