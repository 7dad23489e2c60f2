import { describe, expect, it } from "vitest";
import { isKeyferryError } from "../../src/contract/failure.ts";
import type { Field, Manifest } from "../../src/contract/manifest.ts";
import { GivenPluginHost } from "../../src/plugins/given-host.ts";
import { vetPlugin } from "../../src/plugins/vet.ts";
import { manifest, plugin } from "./fixtures.ts";

const identity = { package: "acme-vault", version: "1.2.3" };
const vet = (exported: unknown) => vetPlugin(exported, identity, "linux");

async function messageOf(run: Promise<unknown>): Promise<string> {
  const thrown = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isKeyferryError(thrown)) throw new Error("no KeyferryError was thrown");
  return thrown.message;
}

const field = (change: Partial<Field>): Field => ({ name: "a", type: "text", label: "A", description: "A", ...change });
const token = field({ name: "token", sensitive: true });
const withFields = (...fields: Field[]) => manifest({ fields });

describe("the manifest", () => {
  it.each<[string, Manifest, RegExp]>([
    ["no auth method", manifest({ auth: [] }), /manifest\.auth must be a list/],
    ["an odd id", manifest({ id: "AWS" }), /manifest\.id must be lower case/],
    ["no batch", manifest({ capabilities: { ...manifest().capabilities, maxBatch: 0 } }), /maxBatch must be/],
    ["a field twice", withFields(field({}), field({})), /"a" is taken/],
    ["a method's field that is the connection's", withFields(field({ name: "token" })), /"token" is taken/],
    ["an inherited name", withFields(field({ name: "constructor" })), /name must be a camelCase/],
    ["a type that is none", withFields(field({ type: "date" as "text" })), /type must be/],
    ["a default of another type", withFields(field({ type: "number", default: "1" })), /default must have/],
    ["a default off the choices", withFields(field({ choices: [{ value: "x" }], default: "y" })), /one of the choices/],
    ["a pattern that is none", withFields(field({ pattern: "(" })), /pattern must be/],
    ["a sensitive default", withFields(field({ sensitive: true, default: "x" })), /must have no default/],
    ["a sensitive example", withFields(field({ sensitive: true, example: "x" })), /must have no example/],
    ["a sensitive number", withFields(field({ sensitive: true, type: "number" })), /type must be "text"/],
    ["a sensitive place", withFields(field({ sensitive: true, pointsTo: true })), /where the connection points/],
    ["a condition on nothing", withFields(field({ when: { field: "b", oneOf: ["x"] } })), /declared before/],
    ["a condition on itself", withFields(field({ when: { field: "a", oneOf: ["x"] } })), /declared before/],
    ["an empty condition", withFields(field({}), field({ name: "b", when: { field: "a", oneOf: [] } })), /must list/],
    [
      "a condition on a credential",
      withFields(field({ sensitive: true }), field({ name: "b", when: { field: "a", oneOf: ["x"] } })),
      /must not be sensitive/,
    ],
    [
      "an ambient login with a credential",
      manifest({
        auth: [{ id: "x", label: "X", description: "X", fields: [token], ambient: { variables: [], files: [] } }],
      }),
      /ambient, so it must have no sensitive field/,
    ],
    ["a control character", manifest({ displayName: "A\u001b[2J" }), /displayName must be a line/],
    ["too much", manifest({ displayName: "A".repeat(600_000) }), /plain data of a reasonable size/],
    ["a function", { ...manifest(), x: () => 1 } as Manifest, /plain data/],
  ])("is refused for %s", async (_, given, message) => {
    expect(await messageOf(vet(plugin({ manifest: given })))).toMatch(message);
  });

  it("names several problems at once, and bounds them", async () => {
    const fields = Array.from({ length: 20 }, (_, index) => field({ name: `A${index}` }));
    expect(await messageOf(vet(plugin({ manifest: withFields(...fields) })))).toMatch(/; and 15 more/);
  });

  it("is copied and frozen, and read once", async () => {
    let reads = 0;
    const given = { ...manifest() };
    Object.defineProperty(given, "id", { enumerable: true, get: () => (++reads > 1 ? "evil" : "acme") });
    const vetted = await vet(plugin({ manifest: given }));
    expect(vetted.manifest.id).toBe("acme");
    expect(reads).toBe(1);
    expect(Object.isFrozen(vetted.manifest.auth[0]?.fields)).toBe(true);
  });

  it("survives getters and proxies that throw", async () => {
    const bomb = new Proxy(manifest(), {
      get: () => {
        throw new Error("cnry_42");
      },
    });
    const message = await messageOf(vet({ ...plugin(), manifest: bomb }));
    expect(message).not.toContain("cnry");
    const getter = Object.defineProperty({ ...manifest() }, "auth", {
      enumerable: true,
      get: () => {
        throw new Error("cnry_42");
      },
    });
    expect(await messageOf(vet({ ...plugin(), manifest: getter }))).toMatch(/plain data/);
    expect(
      await messageOf(
        vet(
          new Proxy(plugin(), {
            get: () => {
              throw new Error("cnry_42");
            },
          }),
        ),
      ),
    ).toMatch(/defineProvider/);
  });

  it("of another contract is named so", async () => {
    const older = { ...manifest(), apiVersion: 0 } as unknown as Manifest;
    expect(await messageOf(vet(plugin({ manifest: older })))).toMatch(/speaks contract 0; this host .* speaks 1/);
  });
});

describe("the pure calls", () => {
  it("keep what they were given, on the plugin's own object", async () => {
    class Provider {
      readonly kind = "keyferry.provider";
      readonly manifest = manifest();
      readonly prefix = "p/";
      address(name: string) {
        return { ok: true, name: this.prefix + name };
      }
      policy() {
        return [{ title: "T", language: "json", text: "{}" }];
      }
      async open() {
        return this.prefix;
      }
    }
    const vetted = await vet(new Provider());
    const connection = { name: "c", fields: {}, auth: { method: "token", fields: {} } };
    expect(vetted.address("x", connection)).toEqual({ ok: true, name: "p/x" });
    expect(vetted.policy([], connection)).toEqual([{ title: "T", language: "json", text: "{}" }]);
  });

  it("never throw the plugin's own text", async () => {
    const throws = () => {
      throw new Error("cnry_42");
    };
    const vetted = await vet(plugin({ address: throws, policy: throws }));
    const connection = { name: "c", fields: {}, auth: { method: "token", fields: {} } };
    expect(vetted.address("x", connection)).toEqual({
      ok: false,
      error: { code: "invalid-address", message: "the provider failed to read this name" },
    });
    expect(() => vetted.policy([], connection)).toThrow(/failed to write its policy/);
    const odd = await vet(plugin({ address: () => ({ ok: true, name: "\ud800" }) }));
    expect(odd.address("x", connection).ok).toBe(false);
    const loud = await vet(
      plugin({ address: () => ({ ok: false, error: { code: "invalid-address", message: "no\u001b[2J" } }) }),
    );
    expect(loud.address("x", connection)).toMatchObject({ error: { message: "no\\u{1b}[2J" } });
  });
});

describe("GivenPluginHost", () => {
  it("gives what it was given by id, and looks for nothing", async () => {
    const host = new GivenPluginHost([plugin()]);
    expect((await host.load("acme")).manifest.id).toBe("acme");
    expect(await host.locate("acme")).toMatchObject({ id: "acme", apiVersion: 1 });
    expect(await messageOf(host.load("aws"))).toMatch(/was given no provider "aws" \(plugin\); it was given: acme/);
  });

  it("refuses one id twice, and what is no plugin", async () => {
    expect(await messageOf(new GivenPluginHost([plugin(), plugin()]).load("acme"))).toMatch(/the id acme is taken/);
    expect(await messageOf(new GivenPluginHost([{} as never]).load("acme"))).toMatch(/defineProvider/);
  });
});
