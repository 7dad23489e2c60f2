import { describe, expect, it } from "vitest";
import type { NewSecret } from "../../src/manager/use-cases.ts";
import { errorOf } from "../settings/support/folder.ts";
import { failure, managersWithConnection } from "./support/managers.ts";

const NAS: NewSecret = {
  name: "nas-password",
  connection: "prod",
  remoteName: "Backup/NAS",
  type: "password",
  key: "password",
};

async function prepared() {
  const all = await managersWithConnection();
  all.remote.shapes = {
    "backup/nas": { kind: "object", keys: ["user", "password", "/deep/er", "~1odd"] },
    "backup/pair": { kind: "fields", keys: ["user", "password"] },
    "backup/text": { kind: "text", keys: [] },
    "backup/bytes": { kind: "bytes", keys: [] },
  };
  return all;
}

describe("SecretManager.create", () => {
  it("saves the definition under the canonical name, with the manager's description", async () => {
    const { secrets, store, remote } = await prepared();
    remote.described = async () => ({ name: "backup/nas", description: "The NAS" });
    const view = await secrets.create(NAS);
    expect(view).toMatchObject({ name: "nas-password", connection: "prod", remoteName: "backup/nas", profiles: [] });
    const { secrets: saved, connections } = await store.read();
    const [connectionId] = [...connections.keys()];
    expect(saved.get(view.id)).toEqual({
      name: "nas-password",
      connection: connectionId,
      remoteName: "backup/nas",
      type: "password",
      key: "password",
      description: "The NAS",
    });
  });

  it("keeps a description of one's own, and does not ask for another", async () => {
    const { secrets, remote } = await prepared();
    expect((await secrets.create({ ...NAS, description: "mine" })).description).toBe("mine");
    expect(remote.calls).toEqual(["shape backup/nas"]);
  });

  it("lives without a description where asking for it is denied, and fails where asking fails", async () => {
    const { secrets, remote, store } = await prepared();
    remote.described = () => Promise.reject(failure("throttled", "prod"));
    expect((await errorOf(secrets.create(NAS))).failures[0]?.code).toBe("throttled");
    expect((await store.read()).secrets.size).toBe(0);
    remote.described = () => Promise.reject(failure("access-denied", "prod"));
    expect((await secrets.create(NAS)).description).toBeUndefined();
  });

  it("offers the nearest remote names for one that the manager does not have", async () => {
    const { secrets, remote } = await prepared();
    const mistyped = { ...NAS, remoteName: "backup/nsa" };
    expect((await errorOf(secrets.create(mistyped))).failures[0]?.hint).toBe('did you mean "backup/nas"?');
    expect((await errorOf(secrets.keys("prod", "backup/nsa"))).failures[0]?.hint).toBe('did you mean "backup/nas"?');
    remote.shapes = {};
    const listed = { ...NAS, remoteName: "backup/nas" };
    expect((await errorOf(secrets.create(listed))).failures[0]?.hint).toContain("lists this name: it may have no such");
    // Nothing is near, or the list fails: the error is the first one.
    expect((await errorOf(secrets.keys("prod", "elsewhere"))).failures[0]).toMatchObject({ code: "not-found" });
    remote.list = () => {
      throw failure("access-denied", "prod");
    };
    expect((await errorOf(secrets.create(mistyped))).failures[0]).toMatchObject({ code: "not-found" });
  });

  it("asks nothing when it is told not to check", async () => {
    const { secrets, remote } = await prepared();
    await secrets.create({ ...NAS, remoteName: "not/there", unchecked: true });
    expect(remote.calls).toEqual([]);
  });

  it.each<[string, { key?: string | undefined; remoteName?: string; whole?: boolean }]>([
    ["a key of an object", { key: "user" }],
    ["a pointer to a member", { key: "/password" }],
    ["a deep pointer", { key: "/deep/er" }],
    ["a key of a record", { remoteName: "backup/pair" }],
    ["a whole object", { key: undefined, whole: true }],
    ["a text", { remoteName: "backup/text", key: undefined }],
    ["bytes", { remoteName: "backup/bytes", key: undefined }],
  ])("takes %s", async (_, more) => {
    const { secrets, store } = await prepared();
    const { key, ...input } = { ...NAS, ...more };
    await secrets.create(key === undefined ? input : { ...input, key });
    expect((await store.read()).secrets.size).toBe(1);
  });

  it.each<[string, object, string, string]>([
    ["an object without a key", { key: undefined }, "value", "--whole"],
    ["an object without a key, naming them", { key: undefined }, "value", '"user", "password"'],
    ["a record as a whole", { remoteName: "backup/pair", key: undefined, whole: true }, "value", '"user", "password"'],
    ["a key that is not there", { key: "pasword" }, "value", 'did you mean "password"'],
    ["a key of a text", { remoteName: "backup/text" }, "value", "plain text"],
    ["a key of bytes", { remoteName: "backup/bytes" }, "value", "binary"],
    ["a secret that is not there", { remoteName: "not/there" }, "not-found", "made up"],
    ["a name that the provider refuses", { remoteName: "!x" }, "invalid-address", "does not start with !"],
    ["an empty name", { remoteName: "" }, "invalid-address", "empty"],
    ["a name with an escape character", { remoteName: "a\u001b[2J" }, "invalid-address", "\\u{1b}"],
    ["a name that runs backwards", { remoteName: "a\u202Eb" }, "invalid-address", "\\u{202e}"],
    ["a name with half a character", { remoteName: "a\uD800" }, "invalid-address", "\\u{d800}"],
    ["a version, where there are none", { version: "3" }, "unsupported", "versions"],
    ["a key and the whole", { whole: true }, "usage", "--whole"],
    ["an empty key", { key: "" }, "usage", "empty"],
    ["an unknown type", { type: "token" }, "usage", "private-key"],
    ["an unknown connection", { connection: "prid" }, "unknown-name", '"prod"'],
    ["a name of ours with a slash", { name: "a/b" }, "usage", "slash"],
  ])("refuses %s", async (_, more, code, says) => {
    const { secrets, store } = await prepared();
    const error = await errorOf(secrets.create({ ...NAS, ...more } as NewSecret));
    expect(error.failures[0]?.code).toBe(code);
    expect(error.message).toContain(says);
    expect(error.message).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u);
    expect((await store.read()).secrets.size).toBe(0);
  });

  it("refuses a value that does not fit the type, and saves nothing", async () => {
    const { secrets, store, remote } = await prepared();
    remote.misfit = { problem: "the value has a line break, and a password has none", hint: "choose another" };
    expect(await errorOf(secrets.create(NAS))).toMatchObject({ failures: [{ code: "value", hint: "choose another" }] });
    expect((await store.read()).secrets.size).toBe(0);
  });

  it("refuses a taken name before it asks the manager", async () => {
    const { secrets, remote } = await prepared();
    await secrets.create(NAS);
    remote.calls.length = 0;
    const error = await errorOf(secrets.create({ ...NAS, name: "NAS-Password" }));
    expect(error.failures[0]?.code).toBe("rule");
    expect(remote.calls).toEqual([]);
  });

  it("refuses a connection that was deleted while the manager was asked", async () => {
    const { secrets, store, remote } = await prepared();
    remote.described = async () => {
      await store.update((draft) => draft.connections.clear());
      return undefined;
    };
    expect((await errorOf(secrets.create(NAS))).failures[0]?.code).toBe("unknown-name");
  });

  it("refuses a name that was taken while the manager was asked", async () => {
    const { secrets } = await prepared();
    const both = await Promise.allSettled([secrets.create(NAS), secrets.create(NAS)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("SecretManager", () => {
  it("lists by name, with the profiles that use each, and asks no manager", async () => {
    const { secrets, profiles, remote } = await prepared();
    for (const name of ["b", "a"]) await secrets.create({ ...NAS, name, unchecked: true });
    for (const name of ["weekly", "nightly"]) {
      await profiles.create({ name });
      await profiles.use(name, "sftp.password", "a");
      await profiles.use(name, "target/sftp.password", "a");
    }
    expect((await secrets.list()).map(({ name, profiles: users }) => [name, users])).toEqual([
      ["a", ["nightly", "weekly"]],
      ["b", []],
    ]);
    expect((await secrets.get("A")).profiles).toEqual(["nightly", "weekly"]);
    expect(remote.calls).toEqual([]);
  });

  it("gives the names of keys", async () => {
    const { secrets } = await prepared();
    expect(await secrets.keys("prod", "backup/pair")).toEqual({ kind: "fields", keys: ["user", "password"] });
    expect((await errorOf(secrets.keys("prid", "backup/pair"))).failures[0]?.code).toBe("unknown-name");
  });
});
