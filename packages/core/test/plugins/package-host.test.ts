import { describe, expect, it } from "vitest";
import { isKeyferryError } from "../../src/contract/failure.ts";
import { install, moduleText } from "./fixtures.ts";
import { eachWithFolders, failureOf } from "./hosting.ts";

const { settings, host } = eachWithFolders();

describe("each way to fail", () => {
  const NAME = "@keyferry/provider-acme";

  it("not installed: with the install command for the settings' folder", async () => {
    const failure = await failureOf(host().load("acme"));
    expect(failure).toMatchObject({ code: "plugin", where: `plugin ${NAME}` });
    expect(failure.hint).toBe(`run: npm install --prefix ${settings.path} ${NAME}`);
  });

  it.each([
    ["no marker", JSON.stringify({ name: NAME, version: "1.0.0" }), /has no "keyferry" marker/],
    ["no JSON", "{", /not JSON/],
    ["no object", "[]", /not an object/],
    ["a deep one", `{"keyferry":${"[".repeat(100_000)}${"]".repeat(100_000)},"version":"1.0.0"}`, /no fitting id/],
    [
      "a hostile one",
      '{"version":"1.0.0","keyferry":{"__proto__":{"provider":{"id":"acme","apiVersion":1}}}}',
      /no fitting id/,
    ],
    ["a long one", `{"a":"${"x".repeat(300_000)}"}`, /longer than 256 KiB/],
    [
      "an odd id",
      JSON.stringify({ version: "1.0.0", keyferry: { provider: { id: "A\u001bB", apiVersion: 1 } } }),
      /no fitting id/,
    ],
    [
      "an odd version of the contract",
      JSON.stringify({ version: "1.0.0", keyferry: { provider: { id: "acme", apiVersion: "1" } } }),
      /no fitting apiVersion/,
    ],
    [
      "another id",
      JSON.stringify({
        version: "1.0.0",
        exports: "./index.js",
        keyferry: { provider: { id: "acme2", apiVersion: 1 } },
      }),
      /has the id acme2, not acme/,
    ],
    [
      "an entry outside",
      JSON.stringify({
        version: "1.0.0",
        exports: "./../../x.js",
        keyferry: { provider: { id: "acme", apiVersion: 1 } },
      }),
      /names no entry inside/,
    ],
  ])("the marker: %s", async (_, packageJson, message) => {
    await install(settings.path, { name: NAME, packageJson });
    const failure = await failureOf(host().load("acme"));
    expect(failure.code).toBe("plugin");
    expect(failure.message).toMatch(message);
    expect(failure.message).not.toContain("\u001b");
    expect({}).not.toHaveProperty("provider");
  });

  it("another contract: with the very numbers, before anything is imported", async () => {
    const code = "throw new Error('imported');";
    await install(settings.path, {
      name: NAME,
      version: "2.0.0",
      marker: { provider: { id: "acme", apiVersion: 2 } },
      code,
    });
    const failure = await failureOf(host().load("acme"));
    expect(failure.where).toBe(`plugin ${NAME} 2.0.0`);
    expect(failure.message).toMatch(/^it speaks contract 2; this host \(core \d+\.\d+\.\d+\) speaks 1$/);
    expect(failure.hint).toBe(`install ${NAME}@^1 or a newer @keyferry/core`);
  });

  it("an import that throws: its text is not shown", async () => {
    await install(settings.path, { name: NAME, code: "throw new TypeError('cnry_0123456789');" });
    const failure = await failureOf(host().load("acme"));
    expect(failure.message).toBe("its import failed (TypeError)");
    expect(JSON.stringify(failure)).not.toContain("cnry");
  });

  it("an import that never ends", async () => {
    await install(settings.path, {
      name: NAME,
      code: "await new Promise(() => { setInterval(() => {}, 1e9).unref(); });",
    });
    expect((await failureOf(host([], { importMs: 200 }).load("acme"))).message).toMatch(/not ended after 0.2 s/);
  });

  it.each([
    ["no default export", "export const a = 1;", /no default export/],
    ["something else", "export default { kind: 'x' };", /not made by defineProvider/],
    [
      "a getter that throws",
      "export default { get kind() { throw new Error('cnry_1'); } };",
      /not made by defineProvider/,
    ],
    ["no functions", "export default { kind: 'keyferry.provider', manifest: {} };", /must be functions/],
    ["an id that differs from the marker's", moduleText({ id: "acme2" }), /manifest has the id acme2, its marker acme/],
  ])("the module: %s", async (_, code, message) => {
    await install(settings.path, { name: NAME, code });
    const failure = await failureOf(host().load("acme"));
    expect(failure.message).toMatch(message);
    expect(JSON.stringify(failure)).not.toContain("cnry");
  });

  it("another platform is unsupported", async () => {
    await install(settings.path, { name: NAME, code: moduleText({ platforms: ["win32"] }) });
    expect((await failureOf(host([], { platform: "linux" }).load("acme"))).code).toBe("unsupported");
    await host([], { platform: "win32" }).load("acme");
  });

  it("two packages that claim one id", async () => {
    await install(settings.path, { name: "acme-one" });
    await install(settings.path, { name: "acme-two" });
    expect((await failureOf(host(["acme-one", "acme-two"]).load("acme"))).message).toMatch(/both claim the id acme/);
    const listed = host(["acme-one", "acme-two"]);
    await listed.load("acme-one");
    expect((await failureOf(listed.load("acme-two"))).message).toMatch(/acme-one is loaded for the id acme/);
  });

  it("names the damaged listed packages besides the one that is missing", async () => {
    await install(settings.path, { name: "broken", packageJson: "{" });
    const thrown = await host(["broken"])
      .load("acme")
      .catch((error: unknown) => error);
    if (!isKeyferryError(thrown)) throw new Error("no error");
    expect(thrown.failures.map(({ where }) => where)).toEqual([`plugin ${NAME}`, "plugin broken"]);
  });
});

describe("loading", () => {
  it("imports once for callers at the same time, by id and by name", async () => {
    const code = `globalThis.keyferryImports = (globalThis.keyferryImports ?? 0) + 1; ${moduleText()}`;
    await install(settings.path, { name: "@keyferry/provider-acme", code });
    const shared = host();
    const loads = [shared.load("acme"), shared.load("@keyferry/provider-acme"), shared.load("acme")];
    const [first, ...others] = await Promise.all(loads);
    for (const other of others) expect(other).toBe(first);
    expect(Reflect.get(globalThis, "keyferryImports")).toBe(1);
    Reflect.deleteProperty(globalThis, "keyferryImports");
  });

  it("takes the entry that import would take, whatever its conditions", async () => {
    const exports = { ".": { types: "./none.d.ts", require: "./none.cjs", import: { node: "./index.js" } } };
    await install(settings.path, { name: "@keyferry/provider-acme", exports });
    expect((await host().load("acme")).manifest.id).toBe("acme");
  });
});
