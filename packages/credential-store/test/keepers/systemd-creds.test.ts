import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CONNECTION, failuresOf, type Ground, ground, LOGIN } from "../support.ts";

/** A unit's credentials as systemd lays them: a folder that `$CREDENTIALS_DIRECTORY` names, one file each, 0400. The tests put more into it. */
async function delivered(at: Ground, name: string, text: string): Promise<Record<string, string>> {
  const folder = join(at.folder, "credentials");
  await mkdir(folder, { mode: 0o700 });
  await writeFile(join(folder, name), text, { mode: 0o400 });
  return { CREDENTIALS_DIRECTORY: folder };
}

const KEY = `${Buffer.alloc(32, 3).toString("base64")}\n`;
const keeper = "systemd-creds:keyferry-key";

describe("a key that systemd delivers", () => {
  it("keeps the store for every start of the unit", async () => {
    const at = ground();
    const env = await delivered(at, "keyferry-key", KEY);
    await at.open({}, env).seal(CONNECTION, LOGIN, { keeper });
    expect(await at.open({}, env).open(CONNECTION)).toEqual(LOGIN);
    expect(await at.open({}, env).status()).toMatchObject({ keeper });
  });

  it.each([
    ["is not delivered", {}, /delivers no credential keyferry-key/],
    ["comes from a relative folder", { CREDENTIALS_DIRECTORY: "credentials" }, /delivers no credential/],
  ])("that %s: an error that names it", async (_, env, message) => {
    const at = ground();
    const there = await delivered(at, "keyferry-key", KEY);
    const calls = [
      () => at.open({}, env).seal(CONNECTION, LOGIN, { keeper }),
      () => at.open({}, there).seal(CONNECTION, LOGIN, { keeper }),
      () => at.open({}, env).open(CONNECTION),
    ] as const;
    for (const call of calls) {
      if (call === calls[1]) {
        await call();
        continue;
      }
      const [failure] = await failuresOf(call());
      expect(failure).toMatchObject({ code: "unauthenticated", where: `keeper ${keeper}` });
      expect(failure?.message).toMatch(message);
      expect(failure?.hint).toContain("LoadCredentialEncrypted=keyferry-key");
    }
  });

  it.each(["", "short", `${KEY}${KEY}`, "x".repeat(5_000)])("that is no key (%#) is refused", async (text) => {
    const at = ground();
    const env = await delivered(at, "keyferry-key", text);
    const [failure] = await failuresOf(at.open({}, env).seal(CONNECTION, LOGIN, { keeper }));
    expect(failure).toMatchObject({ code: "unauthenticated", hint: expect.stringMatching(/openssl rand -base64 32/) });
  });

  it.skipIf(process.platform === "win32")("that is a link is not followed", async () => {
    const at = ground();
    const env = await delivered(at, "other", KEY);
    await symlink(join(at.folder, "credentials", "other"), join(at.folder, "credentials", "keyferry-key"));
    await failuresOf(at.open({}, env).seal(CONNECTION, LOGIN, { keeper }));
  });

  it("takes the unit's before the encrypted file, which it then does not need", async () => {
    const at = ground();
    const env = await delivered(at, "keyferry-key", KEY);
    const file = join(at.folder, "keyferry-key.cred");
    await at.open({}, env).seal(CONNECTION, LOGIN, { keeper: `systemd-creds:${file}` });
    expect(await at.open({}, env).open(CONNECTION)).toEqual(LOGIN);
    await expect(readFile(file)).rejects.toThrow();
    const [failure] = await failuresOf(at.open().open(CONNECTION));
    expect(failure?.message).toContain(`there is no ${file}`);
  });

  it("says what failed where the encrypted file is none of this machine's", async () => {
    const at = ground();
    const file = join(at.folder, "keyferry-key.cred");
    await writeFile(file, "bm90IGVuY3J5cHRlZA==\n", { mode: 0o600 });
    const [failure] = await failuresOf(at.open().seal(CONNECTION, LOGIN, { keeper: `systemd-creds:${file}` }));
    expect(failure).toMatchObject({ code: "unauthenticated", hint: expect.any(String) });
    expect(failure?.message).toMatch(/could not decrypt the key|there is no \/usr\/bin\/systemd-creds/);
  });
});
