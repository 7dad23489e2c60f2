import { describe, expect, it } from "vitest";
import { isKeyferryError, KeyferryError } from "../../src/contract/failure.ts";
import { failure, managersWithConnection } from "./support/managers.ts";

const CANARY = "cnry_login_0123456789abcdef";

async function failuresOf(running: Promise<unknown>) {
  const thrown = await running.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isKeyferryError(thrown)) throw new Error("it did not fail as it should");
  expect(`${thrown.message}${JSON.stringify(thrown.failures)}`).not.toContain(CANARY);
  return thrown.failures;
}

describe("login", () => {
  it("seals for the connection's id, provider and confirmed origin, then makes the source stored", async () => {
    const { logins, connections, sealed } = await managersWithConnection();
    expect((await logins.fields("prod")).map(({ name }) => name)).toEqual(["token"]);
    const view = await logins.login("PROD", { token: `${CANARY}\n` }, { keeper: "keychain", expiresAt: "2027-01-01" });
    expect(view).toMatchObject({ connection: "prod", sources: { token: "stored" }, origin: { region: "north" } });
    expect(view.sealed).toMatchObject({ keeper: "keychain", fields: ["token"], expiresAt: "2027-01-01", fits: true });
    expect(JSON.stringify(view)).not.toContain(CANARY);
    const { id, auth } = await connections.get("prod");
    expect(auth.sources).toEqual({ token: "stored" });
    expect(await sealed.open({ connectionId: id, provider: "fake", origin: { region: "north" } })).toEqual({
      token: CANARY,
    });
  });

  it.each([
    ["an empty one", { token: "" }, /empty/],
    ["a line break", { token: `${CANARY}\n${CANARY}` }, /line break/],
    ["an unknown field", { pin: CANARY }, /no such sensitive field/],
    ["a field that is not sensitive", { region: CANARY }, /no such sensitive field/],
    ["none", {}, /no credential/],
  ])("refuses %s, and seals nothing", async (_, credentials, message) => {
    const { logins, connections, sealed } = await managersWithConnection();
    const [failure] = await failuresOf(logins.login("prod", credentials));
    expect(failure).toMatchObject({ code: "usage", message: expect.stringMatching(message), hint: expect.any(String) });
    expect(sealed.made).toBe(0);
    expect((await connections.get("prod")).auth.sources).toEqual({ token: "env:TOKEN" });
  });

  it("leaves the source as it was where sealing fails", async () => {
    const { logins, connections, sealed } = await managersWithConnection();
    sealed.refusal = new KeyferryError({ code: "unauthenticated", message: "the keychain is locked" });
    expect((await failuresOf(logins.login("prod", { token: CANARY })))[0]?.code).toBe("unauthenticated");
    expect((await connections.get("prod")).auth.sources).toEqual({ token: "env:TOKEN" });
  });

  it("leaves in the store what was there before, where the connection was changed meanwhile", async () => {
    const { logins, connections, sealed } = await managersWithConnection();
    const seal = sealed.seal.bind(sealed);
    let after = async () => {};
    sealed.seal = async (...given) => {
      await seal(...given);
      await after();
    };
    const move = () =>
      connections.modify("prod", { fields: { region: "south" }, sources: { token: "env:OTHER" } }).then(() => {});
    after = move;
    expect((await failuresOf(logins.login("prod", { token: CANARY })))[0]?.code).toBe("rule");
    expect((await sealed.status())?.entries).toEqual([]);
    after = async () => {};
    await logins.login("prod", { token: "cnry_first" }, { expiresAt: "2027-01-01" });
    after = async () => {
      after = async () => {};
      await connections.modify("prod", { fields: { region: "north" }, sources: { token: "stored" } });
    };
    expect((await failuresOf(logins.login("prod", { token: CANARY })))[0]?.code).toBe("rule");
    const [entry] = (await sealed.status())?.entries ?? [];
    expect(entry).toMatchObject({ origin: { region: "south" }, expiresAt: "2027-01-01" });
    if (entry) expect(await sealed.open(entry)).toEqual({ token: "cnry_first" });
  });

  it("refuses a connection that points elsewhere than its login was confirmed for", async () => {
    const { logins, store, sealed } = await managersWithConnection();
    await store.update((draft) => {
      for (const [id, each] of draft.connections) draft.connections.set(id, { ...each, fields: { region: "evil" } });
    });
    expect((await failuresOf(logins.login("prod", { token: CANARY })))[0]?.code).toBe("invalid-connection");
    expect(sealed.made).toBe(0);
  });
});

describe("a login that is proved", () => {
  it("is tried with stored sources and what is given, and sealed once the manager has taken it", async () => {
    const { logins, remote, sealed } = await managersWithConnection();
    remote.trying = async ({ id, settings, credentials }) => {
      expect(settings.connections.get(id)?.auth.sources).toEqual({ token: "stored" });
      expect([credentials, sealed.made]).toEqual([{ token: CANARY }, 0]);
    };
    const view = await logins.loginChecked("prod", { token: `${CANARY}\n` }, { keeper: "keychain" });
    expect(view).toMatchObject({ sealed: { keeper: "keychain", fits: true }, check: { canList: "yes" } });
  });

  it("leaves the sources and what was sealed before where the manager refuses it", async () => {
    const { logins, connections, remote, sealed } = await managersWithConnection();
    remote.trying = () => Promise.reject(failure("access-denied", "prod"));
    expect((await failuresOf(logins.loginChecked("prod", { token: CANARY })))[0]?.code).toBe("access-denied");
    expect([(await connections.get("prod")).auth.sources, sealed.made]).toEqual([{ token: "env:TOKEN" }, 0]);
    await logins.login("prod", { token: "cnry_before" });
    const before = await sealed.status();
    sealed.calls.length = 0;
    await failuresOf(logins.loginChecked("prod", { token: CANARY }));
    expect([sealed.calls, await sealed.status()]).toEqual([[], before]);
    expect((await failuresOf(logins.loginChecked("prod", { token: "" })))[0]?.code).toBe("usage");
  });
});

describe("status, logout and delete", () => {
  it("do not make the store where no source is stored", async () => {
    const { logins, connections, sealed } = await managersWithConnection();
    expect(await logins.status("prod")).toEqual({
      connection: "prod",
      provider: "fake",
      method: "token",
      origin: { region: "north" },
      sources: { token: "env:TOKEN" },
    });
    await connections.delete("prod");
    expect(sealed.made).toBe(0);
  });

  it("logout deletes what is sealed and leaves the source, which status then shows without it", async () => {
    const { logins } = await managersWithConnection();
    await logins.login("prod", { token: CANARY });
    expect(await logins.logout("prod")).toBe(true);
    expect(await logins.logout("prod")).toBe(false);
    const status = await logins.status("prod");
    expect(status.sources).toEqual({ token: "stored" });
    expect(status.sealed).toBeUndefined();
  });

  it("status says that a login does not fit an origin that was confirmed since", async () => {
    const { logins, store } = await managersWithConnection();
    await logins.login("prod", { token: CANARY });
    await store.update((draft) => {
      const moved = { fields: { region: "south" }, confirmedOrigin: { region: "south" } };
      for (const [id, each] of draft.connections) draft.connections.set(id, { ...each, ...moved });
    });
    expect((await logins.status("prod")).sealed?.fits).toBe(false);
  });

  it("deleting a connection deletes its sealed login; a refused deletion does not", async () => {
    const { logins, connections, secrets, sealed, remote } = await managersWithConnection();
    await logins.login("prod", { token: CANARY });
    remote.shapes = { nas: { kind: "text" } as never };
    await secrets.create({ name: "nas", connection: "prod", remoteName: "nas", type: "password", unchecked: true });
    expect((await failuresOf(connections.delete("prod")))[0]?.code).toBe("rule");
    expect((await sealed.status())?.entries).toHaveLength(1);
    await secrets.delete("nas");
    await connections.delete("prod");
    expect((await sealed.status())?.entries).toEqual([]);
  });

  it("rewrap names the connections, and drops what belongs to none", async () => {
    const { logins, sealed } = await managersWithConnection();
    await logins.login("prod", { token: CANARY });
    await sealed.seal({ connectionId: "gone", provider: "fake", origin: {} }, { token: CANARY });
    expect(await logins.rewrap("passphrase")).toEqual(["prod"]);
    expect(await sealed.status()).toMatchObject({ keeper: "passphrase", entries: [{ fields: ["token"] }] });
  });
});

describe("adopt", () => {
  it("seals what the sources hold now, and makes the store their source", async () => {
    const { logins, store, sealed } = await managersWithConnection();
    const view = await logins.adopt("prod", ["token"], { keeper: "key-file:/k" });
    expect(view).toMatchObject({ sources: { token: "stored" }, sealed: { fields: ["token"] } });
    const [[id, { confirmedOrigin }] = ["", { confirmedOrigin: {} }]] = (await store.read()).connections;
    const binding = { connectionId: id, provider: "fake", origin: confirmedOrigin };
    expect(await sealed.open(binding)).toEqual({ token: "cnry_of_token" });
  });
});
