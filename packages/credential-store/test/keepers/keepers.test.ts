import { chmod, chown, mkdir, readFile, symlink, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generateIdentity } from "age-encryption";
import { describe, expect, it } from "vitest";
import { CONNECTION, failuresOf, type Ground, ground, LOGIN } from "../support.ts";

const root = process.getuid?.() === 0;
const posix = process.platform !== "win32";

/** A keeper with the file that holds its part, and what ruins that. */
async function ready(kind: "key-file" | "age"): Promise<Ground> {
  const at = ground();
  if (kind === "key-file") return at;
  await writeFile(at.keyFile, `# created: today\n${await generateIdentity()}\n`, { mode: 0o600 });
  return { ...at, keeper: `age:${at.keyFile}` };
}

type Ruin = readonly [what: string, ruin: (path: string) => Promise<void>, code: string, message: RegExp];

const RUINS: Ruin[] = [
  ["missing", (path: string) => unlink(path), "unauthenticated", /is not there/],
  ["empty", (path: string) => writeFile(path, ""), "unauthenticated", /holds no/],
  ["no key", (path: string) => writeFile(path, "AGE-SECRET-KEY-"), "unauthenticated", /holds no/],
  ...(posix
    ? ([
        ["open to others", (path: string) => chmod(path, 0o644), "settings", /lets others read/],
        [
          "a link",
          async (path: string) => {
            await writeFile(`${path}.real`, await readFile(path), { mode: 0o600 });
            await unlink(path);
            await symlink(`${path}.real`, path);
          },
          "settings",
          /symbolic link/,
        ],
        [
          "a folder",
          async (path: string) => {
            await unlink(path);
            await mkdir(path, { mode: 0o700 });
          },
          "settings",
          /regular file/,
        ],
      ] satisfies Ruin[])
    : []),
  ...(root
    ? ([["another user's", (path: string) => chown(path, 12_345, 0), "settings", /belongs to/]] satisfies Ruin[])
    : []),
];

describe.each(["key-file", "age"] as const)("%s", (kind) => {
  it("opens in a later process", async () => {
    const { open, keeper } = await ready(kind);
    await open().seal(CONNECTION, LOGIN, { keeper });
    expect(await open().open(CONNECTION)).toEqual(LOGIN);
  });

  it.each(RUINS)("that is %s: an error that names it, and no new key", async (_, ruin, code, message) => {
    const { open, keeper, keyFile, path } = await ready(kind);
    await open().seal(CONNECTION, LOGIN, { keeper });
    const sealed = await readFile(path);
    await ruin(keyFile);
    const ruined = await readFile(keyFile).catch(() => undefined);
    const calls = [() => open().open(CONNECTION), () => open().seal(CONNECTION, { token: "new" })];
    for (const call of calls) {
      const [failure] = await failuresOf(call());
      expect(failure).toMatchObject({ code, message: expect.stringMatching(message), hint: expect.any(String) });
      expect(failure?.where).toContain(keyFile);
    }
    expect(await readFile(keyFile).catch(() => undefined)).toEqual(ruined);
    expect(await readFile(path)).toEqual(sealed);
  });

  it("takes an absolute path alone", async () => {
    const { open } = ground();
    for (const path of ["", "key", "./key", "~/key", "/a\nb", `/${"a".repeat(5_000)}`]) {
      const [failure] = await failuresOf(open().seal(CONNECTION, LOGIN, { keeper: `${kind}:${path}` }));
      expect(failure).toMatchObject({ code: "usage", hint: expect.stringContaining(`${kind}:/absolute/path`) });
    }
  });
});

describe("a key file", () => {
  it("that is there is used and never written over, and one that is none is refused", async () => {
    const { open, keeper, keyFile } = ground();
    const key = `${Buffer.alloc(32, 7).toString("base64")}\n`;
    await writeFile(keyFile, key, { mode: 0o600 });
    await open().seal(CONNECTION, LOGIN, { keeper });
    expect(await readFile(keyFile, "utf8")).toBe(key);
    const other = ground();
    await writeFile(other.keyFile, "my notes\n", { mode: 0o600 });
    await failuresOf(other.open().seal(CONNECTION, LOGIN, { keeper: other.keeper }));
    expect(await readFile(other.keyFile, "utf8")).toBe("my notes\n");
  });
});

describe("an age identity", () => {
  it("that is another one, and a damaged key, are one error", async () => {
    const { open, keeper, keyFile, path } = await ready("age");
    await open().seal(CONNECTION, LOGIN, { keeper });
    const sealed = await readFile(path, "utf8");
    const identity = await readFile(keyFile, "utf8");
    await writeFile(keyFile, await generateIdentity());
    const [wrong] = await failuresOf(open().open(CONNECTION));
    await writeFile(keyFile, identity);
    const file = JSON.parse(sealed);
    file.keeper.with.key = file.keeper.with.key.replace(/.{8}(?=.{30}$)/, "AAAAAAAA");
    await writeFile(path, JSON.stringify(file));
    expect(await failuresOf(open().open(CONNECTION))).toEqual([wrong]);
  });
});

describe("a keeper as it is written", () => {
  it.each([
    "",
    "nobody",
    "keychain:",
    "keychain:x",
    "passphrase:hunter2hunter2",
    "KEYCHAIN",
    "systemd-creds:a/b",
    "systemd-creds:",
  ])("%j is none, and is not shown", async (keeper) => {
    const [failure] = await failuresOf(ground().open().seal(CONNECTION, LOGIN, { keeper }));
    expect(failure).toMatchObject({ code: "usage", where: "keeper", message: "there is no such keeper" });
    if (keeper.includes("hunter2")) expect(JSON.stringify(failure)).not.toContain("hunter2");
  });

  it("a file that lies beside the settings keeps them apart", async () => {
    const { open, folder, settingsPath } = ground();
    await open().seal(CONNECTION, LOGIN, { keeper: `key-file:${join(folder, "k")}` });
    await expect(readFile(settingsPath)).rejects.toThrow();
  });
});
