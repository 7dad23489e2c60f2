import { chmod, chown, readFile, stat, writeFile } from "node:fs/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { CONNECTION, failuresOf, type Ground, ground, LOGIN } from "./support.ts";

const OTHER = { ...CONNECTION, connectionId: "c2" };
const root = process.getuid?.() === 0;

let at: Ground;
let whole: Buffer;
beforeEach(async () => {
  at = ground();
  await at.open().seal(CONNECTION, LOGIN, { keeper: at.keeper });
  await at.open().seal(OTHER, { token: "the other one" });
  whole = await readFile(at.path);
});

/** What a later process gets of the first connection, with the file as these bytes. */
async function opened(bytes: Buffer): Promise<unknown> {
  await writeFile(at.path, bytes, { mode: 0o600 });
  return at.open().open(CONNECTION);
}

describe("a sealed file", () => {
  it("that is cut anywhere is damaged, and stays as it is", async () => {
    // Without its last line break it is whole.
    expect(await opened(whole.subarray(0, -1))).toEqual(LOGIN);
    for (let length = 0; length < whole.length - 1; length += 1) {
      const cut = whole.subarray(0, length);
      const [failure] = await failuresOf(opened(cut));
      expect(failure).toMatchObject({ code: "settings", where: at.path, hint: expect.stringMatching(/backup/) });
    }
    const [failure] = await failuresOf(at.open().seal(CONNECTION, LOGIN));
    expect(failure?.code).toBe("settings");
    expect((await stat(at.path)).size).toBe(whole.length - 2);
  });

  it("with any byte changed gives the same login, none, or an error with a next step", async () => {
    const codes = new Set<string>();
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const result = await opened(changed).catch((thrown: unknown) => failuresOf(Promise.reject(thrown)));
      if (!Array.isArray(result)) {
        // Its name was changed: nothing is sealed for the connection any more. Or what is for people only: the revision.
        expect([{}, LOGIN]).toContainEqual(result);
        continue;
      }
      expect(result).toHaveLength(1);
      expect(result[0].hint).toBeTruthy();
      codes.add(result[0].code);
    }
    expect([...codes].sort()).toEqual(["invalid-connection", "settings", "unauthenticated"]);
  });

  const edit = (
    change: (file: Record<string, never> & { logins: Record<string, Record<string, unknown>> }) => void,
  ) => {
    const file = JSON.parse(whole.toString());
    change(file);
    return Buffer.from(JSON.stringify(file));
  };

  it.each([
    [
      "with two connections' logins swapped",
      () =>
        edit(({ logins }) => {
          [logins.c1, logins.c2] = [logins.c2 ?? {}, logins.c1 ?? {}];
        }),
      "settings",
      /changed, or belongs to another connection/,
    ],
    [
      "with another origin written beside the login",
      () => edit(({ logins }) => Object.assign(logins.c1 ?? {}, { origin: { endpoint: "https://evil.example" } })),
      "invalid-connection",
      /sealed for another place/,
    ],
    [
      "with a later expiry written beside the login",
      () => edit(({ logins }) => Object.assign(logins.c1 ?? {}, { expiresAt: "2099-01-01T00:00:00.000Z" })),
      "settings",
      /changed/,
    ],
    [
      "of a newer version",
      () => edit((file) => Object.assign(file, { schemaVersion: 2 })),
      "settings",
      /newer Keyferry/,
    ],
    [
      "with a keeper of a later version",
      () => edit((file) => Object.assign(file.keeper ?? {}, { kind: "hsm" })),
      "settings",
      /keeper that this Keyferry does not know/,
    ],
    [
      "with a member that nobody knows",
      () => edit((file) => Object.assign(file, { extra: 1 })),
      "settings",
      /not known/,
    ],
  ])("%s is refused", async (_, bytes, code, message) => {
    const [failure] = await failuresOf(opened(bytes()));
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message), hint: expect.any(String) });
  });

  it("does not open for a connection that points elsewhere, even where both places were edited", async () => {
    const evil = { ...CONNECTION, origin: { endpoint: "https://evil.example" } };
    const [elsewhere] = await failuresOf(at.open().open(evil));
    expect(elsewhere).toMatchObject({ code: "invalid-connection", hint: expect.stringMatching(/log in again/) });
    const bytes = edit(({ logins }) => Object.assign(logins.c1 ?? {}, { origin: evil.origin }));
    await writeFile(at.path, bytes, { mode: 0o600 });
    expect((await failuresOf(at.open().open(evil)))[0]?.code).toBe("settings");
    expect((await failuresOf(at.open().open({ ...CONNECTION, provider: "other" })))[0]?.code).toBe(
      "invalid-connection",
    );
  });

  it("from another machine does not open, and is not written over", async () => {
    await writeFile(at.keyFile, `${Buffer.alloc(32, 1).toString("base64")}\n`, { mode: 0o600 });
    const calls = [() => at.open().open(CONNECTION), () => at.open().seal(CONNECTION, { token: "new" })];
    for (const call of calls) {
      expect((await failuresOf(call()))[0]).toMatchObject({
        code: "unauthenticated",
        where: `keeper ${at.keeper}`,
        hint: expect.stringMatching(/another machine/),
      });
    }
    expect(await readFile(at.path)).toEqual(whole);
  });

  it.skipIf(process.platform === "win32")("that others may read is refused", async () => {
    await chmod(at.path, 0o640);
    const [failure] = await failuresOf(at.open().open(CONNECTION));
    expect(failure).toMatchObject({ code: "settings", message: expect.stringMatching(/lets others read/) });
    expect(failure?.hint).toBe(`chmod 600 ${at.path}`);
  });

  it.runIf(root)("that belongs to another user is refused", async () => {
    await chown(at.path, 12_345, 12_345);
    const [failure] = await failuresOf(at.open().open(CONNECTION));
    expect(failure).toMatchObject({ code: "settings", message: expect.stringMatching(/belongs to user id 12345/) });
  });
});
