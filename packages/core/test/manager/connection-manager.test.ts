import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { KeyferryError } from "../../src/contract/failure.ts";
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

  it("writes nothing before the login is proved, and nothing at all where it is not", async () => {
    const { connections, remote, store } = await managers();
    const folder = dirname(store.path);
    const before = await readdir(folder);
    remote.trying = async ({ id, settings }) => {
      expect(settings.connections.get(id)?.name).toBe("prod");
      expect([await readdir(folder), (await store.read()).connections.size]).toEqual([before, 0]);
      throw failure("access-denied", "prod");
    };
    const error = await errorOf(connections.createChecked({ ...PROD, provider: "acme-fake" }));
    expect(error.failures[0]?.code).toBe("access-denied");
    expect([await readdir(folder), await store.read()]).toMatchObject([before, { revision: 0, plugins: [] }]);
    remote.trying = async () => {};
    const created = await connections.createChecked(PROD);
    expect(created).toMatchObject({ name: "prod", check: { canList: "yes", identity: created.id } });
    expect((await store.read()).revision).toBe(1);
  });

  it("refuses a name that is taken before the proof, and one that was taken meanwhile at the write", async () => {
    const { connections, remote, store } = await managersWithConnection();
    expect((await errorOf(connections.createChecked(PROD))).failures[0]?.code).toBe("rule");
    expect(remote.calls).toEqual([]);
    remote.trying = async () => void (await connections.create({ ...PROD, name: "Other" }));
    const error = await errorOf(connections.createChecked({ ...PROD, name: "other" }));
    expect([error.failures[0]?.code, error.message]).toEqual(["rule", expect.stringContaining('"Other"')]);
    expect((await store.read()).connections.size).toBe(2);
  });

  it("refuses a login that leads back to itself before anything is asked", async () => {
    const { connections, secrets, remote } = await managersWithConnection();
    await secrets.create({ name: "s", connection: "prod", remoteName: "s", type: "password", unchecked: true });
    const change = { sources: { token: "secret:s" } };
    const error = await errorOf(connections.modifyChecked("prod", change));
    expect([error.failures[0]?.code, remote.calls]).toEqual(["rule", []]);
  });

  it("seals a login that comes with it once it is proved, right before it is saved", async () => {
    const { connections, remote, sealed, logins } = await managers();
    const input = { ...PROD, sources: { token: "stored" } };
    const login = { credentials: { token: "cnry_typed" }, keeper: "keychain" };
    remote.trying = async ({ credentials }) => {
      expect([credentials, sealed.made]).toEqual([{ token: "cnry_typed" }, 0]);
    };
    const { id } = await connections.createChecked(input, { login });
    expect(sealed.calls).toEqual([`seal ${id}`]);
    expect((await logins.status("prod")).sealed).toMatchObject({ keeper: "keychain", fits: true });
  });

  it("saves no connection whose login cannot be sealed, and leaves no login of one that cannot be saved", async () => {
    const { connections, remote, sealed, store } = await managers();
    const input = { ...PROD, sources: { token: "stored" } };
    const login = { credentials: { token: "cnry_typed" } };
    sealed.refusal = new KeyferryError({ code: "cancelled", message: "cancelled at a question" });
    expect((await errorOf(connections.createChecked(input, { login }))).failures[0]?.code).toBe("cancelled");
    expect((await store.read()).revision).toBe(0);
    sealed.refusal = undefined;
    remote.trying = async () => void (await connections.create(PROD));
    // The name is taken between the proof and the write: told before a keeper is asked.
    sealed.calls.length = 0;
    expect((await errorOf(connections.createChecked(input, { login }))).failures[0]?.code).toBe("rule");
    expect([sealed.calls, (await sealed.status())?.entries ?? []]).toEqual([[], []]);
    for (const credentials of [{ token: "" }, { other: "cnry_x" }]) {
      const refused = await errorOf(connections.create({ ...input, name: "next" }, { login: { credentials } }));
      expect([refused.failures[0]?.code, refused.message]).toEqual(["usage", expect.not.stringContaining("cnry_")]);
    }
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
    expect((await connections.get("prod")).origin).toEqual({ region: "north" });
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
    expect((await errorOf(providers.manifest("acme-other"))).failures[0]?.hint).toBe(
      "keyferry provider list shows the known ones; one of somebody else: npm install acme-other",
    );
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
