import { readFile, stat, writeFile } from "node:fs/promises";
import { KeyferryError } from "@keyferry/core";
import { describe, expect, it } from "vitest";
import { CANARY, CONNECTION, failuresOf, ground, LOGIN } from "./support.ts";

const OTHER = { ...CONNECTION, connectionId: "c2" };

describe("a store of sealed logins", () => {
  it("holds nothing at first, and asks for a keeper by name", async () => {
    const { open } = ground();
    expect(await open().status()).toBeUndefined();
    expect(await open().open(CONNECTION)).toEqual({});
    expect(await open().forget("c1")).toBe(false);
    const [failure] = await failuresOf(open().seal(CONNECTION, LOGIN));
    expect(failure).toMatchObject({ code: "usage", hint: expect.stringContaining("--keeper keychain") });
  });

  it("seals, 0600, and a later process opens it", async () => {
    const { open, keeper, path, keyFile } = ground();
    await open().seal(CONNECTION, LOGIN, { keeper, expiresAt: "2027-01-31" });
    await open().seal(OTHER, { user: "u", pin: "zażółć \n\u0000 €" });
    for (const file of [path, keyFile]) expect(((await stat(file)).mode & 0o777).toString(8)).toBe("600");
    expect(await open().open(CONNECTION)).toEqual(LOGIN);
    expect(await open().open(OTHER)).toEqual({ user: "u", pin: "zażółć \n\u0000 €" });
    expect(await readFile(path, "utf8")).not.toContain(CANARY);
    const status = await open().status();
    expect(status).toMatchObject({
      keeper,
      entries: [{ connectionId: "c1", fields: ["token"] }, { fields: ["pin", "user"] }],
    });
    expect(status?.entries[0]?.expiresAt).toBe("2027-01-31T00:00:00.000Z");
  });

  it("asks its keeper once, whatever opens at the same time, and again after a failure", async () => {
    const { open } = ground();
    let asked = 0;
    const askPassphrase = async (fresh: boolean) => {
      asked += 1;
      return fresh || asked > 2 ? "a long passphrase" : "another passphrase";
    };
    await open({ askPassphrase }).seal(CONNECTION, LOGIN, { keeper: "passphrase" });
    const store = open({ askPassphrase });
    expect((await failuresOf(store.open(CONNECTION)))[0]?.code).toBe("unauthenticated");
    const opened = await Promise.all([store.open(CONNECTION), store.open(CONNECTION), store.open(CONNECTION)]);
    expect([opened, asked]).toEqual([[LOGIN, LOGIN, LOGIN], 3]);
  });

  it("loses no login of many processes that seal at once, the first one included", async () => {
    const { open, keeper } = ground();
    const ids = ["a", "b", "c", "d", "e"];
    await Promise.all(ids.map((id) => open().seal({ ...CONNECTION, connectionId: id }, { token: id }, { keeper })));
    const store = open();
    const opened = await Promise.all(ids.map((id) => store.open({ ...CONNECTION, connectionId: id })));
    expect(opened.map(({ token }) => token)).toEqual(ids);
  });

  it("refuses another keeper than its own, and takes its own by name", async () => {
    const { open, keeper } = ground();
    await open().seal(CONNECTION, LOGIN, { keeper });
    await open().seal(CONNECTION, LOGIN, { keeper });
    const [failure] = await failuresOf(open().seal(CONNECTION, LOGIN, { keeper: "passphrase" }));
    expect(failure).toMatchObject({ code: "rule", message: expect.stringContaining(keeper) });
  });

  it("holds what it held before where the new login cannot be proved, and nothing where it held none", async () => {
    const { open, keeper } = ground();
    const failing = async () => {
      throw new KeyferryError({ code: "unauthenticated", message: "a fresh process cannot open it" });
    };
    const unproved = { prove: failing };
    expect((await failuresOf(open(unproved).seal(CONNECTION, LOGIN, { keeper })))[0]?.code).toBe("unauthenticated");
    expect(await open().status()).toMatchObject({ keeper, entries: [] });
    await open().seal(CONNECTION, { token: "cnry_before" }, { expiresAt: "2027-01-31" });
    const before = (await open().status())?.entries;
    await failuresOf(open(unproved).seal(CONNECTION, LOGIN));
    expect([await open().open(CONNECTION), (await open().status())?.entries]).toEqual([
      { token: "cnry_before" },
      before,
    ]);
    // Somebody who seals during the proof is not undone.
    const overtaking = {
      prove: async () => {
        await open().seal(CONNECTION, { token: "cnry_later" });
        return failing();
      },
    };
    await failuresOf(open(overtaking).seal(CONNECTION, LOGIN));
    expect(await open().open(CONNECTION)).toEqual({ token: "cnry_later" });
  });

  it("forgets a login without its keeper", async () => {
    const { open, keeper, keyFile } = ground();
    await open().seal(CONNECTION, LOGIN, { keeper });
    await writeFile(keyFile, "");
    expect(await open().forget("c1")).toBe(true);
    expect(await open().open(CONNECTION)).toEqual({});
    expect((await open().status())?.entries).toEqual([]);
  });

  it("lets go of the key", async () => {
    const { open, keeper, keyFile } = ground();
    const store = open();
    await store.seal(CONNECTION, LOGIN, { keeper });
    store.dispose();
    await writeFile(keyFile, "");
    expect((await failuresOf(store.open(CONNECTION)))[0]?.message).toBe("the file holds no key");
  });
});

describe("rewrap", () => {
  it("seals everything anew with another key for another keeper, and drops what belongs to nobody", async () => {
    const { open, keeper, path } = ground();
    const askPassphrase = async () => "a long passphrase";
    await open().seal(CONNECTION, LOGIN, { keeper });
    await open().seal({ ...CONNECTION, connectionId: "gone" }, LOGIN);
    const before = JSON.parse(await readFile(path, "utf8"));
    expect(await open({ askPassphrase }).rewrap("passphrase", new Set(["c1"]))).toEqual(["c1"]);
    const after = JSON.parse(await readFile(path, "utf8"));
    expect(Object.keys(after.logins)).toEqual(["c1"]);
    expect(after.keeper.keyId).not.toBe(before.keeper.keyId);
    expect(after.logins.c1.sealed).not.toBe(before.logins.c1.sealed);
    expect(await open({ askPassphrase }).open(CONNECTION)).toEqual(LOGIN);
    expect((await failuresOf(open().open(CONNECTION)))[0]?.message).toMatch(/nobody is at a terminal/);
  });

  it("changes nothing where the old keeper, the new one or a login fails", async () => {
    const { open, keeper, path, keyFile, folder } = ground();
    await open().seal(CONNECTION, LOGIN, { keeper });
    const before = await readFile(path);
    await failuresOf(open().rewrap("passphrase", new Set(["c1"])));
    await failuresOf(open().rewrap("nobody", new Set(["c1"])));
    await writeFile(keyFile, `${Buffer.alloc(32).toString("base64")}\n`);
    const [failure] = await failuresOf(open().rewrap(`key-file:${folder}/new`, new Set(["c1"])));
    expect(failure).toMatchObject({ code: "unauthenticated", where: `keeper ${keeper}` });
    expect(await readFile(path)).toEqual(before);
  });

  it("leaves a keeper behind that is lost for good, once no login needs it", async () => {
    const { open, keeper, keyFile, folder } = ground();
    await open().seal(CONNECTION, LOGIN, { keeper });
    await writeFile(keyFile, "");
    await open().forget("c1");
    expect(await open().rewrap(`key-file:${folder}/new`, new Set(["c1"]))).toEqual([]);
    await open().seal(CONNECTION, LOGIN);
    expect(await open().open(CONNECTION)).toEqual(LOGIN);
  });
});
