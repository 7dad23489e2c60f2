import { describe, expect, it } from "vitest";
import { errorOf } from "../settings/support/folder.ts";
import { failure, managers, managersWithConnection } from "./support/managers.ts";

const PROD = { name: "prod", provider: "fake", fields: { region: "north" }, sources: { token: "env:TOKEN" } };

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("ConnectionManager", () => {
  it("creates a connection with its origin confirmed, and no credential", async () => {
    const { connections, store } = await managers();
    const view = await connections.create(PROD);
    expect(view).toMatchObject({ name: "prod", provider: "fake", secrets: [], readOnly: false });
    const definition = (await store.read()).connections.get(view.id);
    expect(definition).toEqual({
      name: "prod",
      provider: "fake",
      fields: { region: "north" },
      auth: { method: "token", fields: {}, sources: { token: "env:TOKEN" } },
      confirmedOrigin: { region: "north" },
    });
    expect(view.id).toMatch(/^[0-9a-f]{32}$/);
  });

  it("keeps a connection whose login was proved, and none whose was not", async () => {
    const { connections, remote } = await managers();
    expect(await connections.createChecked(PROD)).toMatchObject({ name: "prod", check: { canList: "yes" } });
    remote.checked = () => Promise.reject(failure("access-denied", "other"));
    const error = await errorOf(connections.createChecked({ ...PROD, name: "other" }));
    expect(error.failures[0]?.code).toBe("access-denied");
    expect((await connections.list()).map(({ name }) => name)).toEqual(["prod"]);
  });

  it("lists a package that its id alone would not find", async () => {
    const { connections, store } = await managers();
    await connections.create({ ...PROD, provider: "acme-fake" });
    await connections.create({ ...PROD, provider: "acme-fake", name: "second" });
    const { plugins, connections: saved } = await store.read();
    expect(plugins).toEqual(["acme-fake"]);
    expect([...saved.values()].map(({ provider }) => provider)).toEqual(["fake", "fake"]);
  });

  it.each(["prod", "PROD"])("refuses the name %s a second time", async (name) => {
    const { connections, store } = await managersWithConnection();
    const error = await errorOf(connections.create({ ...PROD, name }));
    expect(error.failures[0]).toMatchObject({ code: "rule" });
    expect(error.message).toContain('"prod"');
    expect((await store.read()).revision).toBe(1);
  });

  it.each([
    ["a bad name", { name: "a/b" }, "usage"],
    ["an unknown provider", { provider: "nowhere" }, "plugin"],
    ["a missing field", { fields: {} }, "usage"],
    ["a credential as a literal", { fields: { region: "north", token: "cnry_1" } }, "rule"],
  ])("refuses %s and writes nothing", async (_, more, code) => {
    const { connections, store } = await managers();
    const error = await errorOf(connections.create({ ...PROD, ...more }));
    expect(error.failures[0]?.code).toBe(code);
    expect(error.message).not.toContain("cnry_1");
    expect((await store.read()).revision).toBe(0);
  });

  it("lists by name, with the secrets that use each, and asks no manager", async () => {
    const { connections, secrets, remote } = await managersWithConnection();
    await connections.create({ ...PROD, name: "alpha" });
    for (const name of ["b", "a"]) {
      await secrets.create({ name, connection: "prod", remoteName: name, type: "password", unchecked: true });
    }
    expect((await connections.list()).map(({ name, secrets: users }) => [name, users])).toEqual([
      ["alpha", []],
      ["prod", ["a", "b"]],
    ]);
    expect((await connections.get("Prod")).secrets).toEqual(["a", "b"]);
    expect(remote.calls).toEqual([]);
  });

  it("asks the manager for names and for a check", async () => {
    const { connections, remote } = await managersWithConnection();
    const names = await gather(connections.names("prod", { filter: "nas" }));
    expect(names).toEqual([{ name: "backup/nas", description: "The NAS" }]);
    expect(await connections.check("prod")).toMatchObject({ canList: "yes" });
    expect(remote.calls).toEqual(["list nas", "check"]);
  });

  it("offers the nearest name for one that is not there", async () => {
    const { connections } = await managersWithConnection();
    const calls = [
      () => connections.get("prid"),
      () => connections.check("prid"),
      () => gather(connections.names("prid")),
    ];
    for (const call of calls) {
      const error = await errorOf(call);
      expect(error.failures[0]?.code).toBe("unknown-name");
      expect(error.message).toContain('did you mean "prod"');
    }
  });
});

describe("ProviderManager", () => {
  it("offers the nearest provider for a mistyped one, in place of a package of that name", async () => {
    const { providers } = await managersWithConnection();
    const [failure] = (await errorOf(providers.manifest("fkae"))).failures;
    expect(failure).toMatchObject({ code: "plugin", hint: 'did you mean "fake"?' });
    expect((await errorOf(providers.manifest("acme-other"))).failures[0]?.hint).toBe("npm install acme-other");
  });

  it("lists what the settings and connections name, installed or not", async () => {
    const { providers, store } = await managersWithConnection();
    await store.update((draft) => void draft.plugins.push("missing-one"));
    expect(await providers.list()).toEqual([
      { id: "fake", package: "acme-fake", version: "1.2.3", installed: true, apiVersion: 1 },
      {
        id: "missing-one",
        package: "@keyferry/provider-missing-one",
        installed: false,
        install: "npm install missing-one",
      },
    ]);
    expect((await providers.manifest("fake")).displayName).toBe("Fake manager");
  });
});
