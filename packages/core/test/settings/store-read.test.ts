import { execFileSync } from "node:child_process";
import { chmod, chown, rename, rm, symlink, truncate } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { posixPlatform } from "../../src/settings/guard-posix.ts";
import { FileSettingsStore } from "../../src/settings/store.ts";
import {
  connection,
  contentOf,
  errorOf,
  euid,
  filledFolder,
  readJson,
  secret,
  storeAt,
  temporaryFolder,
  writePrivate,
} from "./support/folder.ts";

const CANARY = "cnry_5f1d0c7e";

async function refused(folder: string) {
  const before = await contentOf(folder).catch(() => undefined);
  const error = await errorOf(storeAt(folder).read());
  expect(error.failures.every(({ code }) => code === "settings")).toBe(true);
  expect(error.failures[0]?.hint).toBeTruthy();
  expect(error.failures[0]?.where).toContain(folder);
  const update = await errorOf(storeAt(folder).update((draft) => draft.plugins.push("x")));
  expect(update.failures[0]?.code).toBe("settings");
  if (before) expect(await contentOf(folder)).toEqual(before);
  return error;
}

describe("reading", () => {
  it("takes an absent folder, and an empty one, for empty settings", async () => {
    const folder = await temporaryFolder();
    for (const place of [folder, join(folder, "not-there")]) {
      const settings = await storeAt(place).read();
      expect(settings).toMatchObject({ revision: 0, plugins: [] });
      expect(settings.connections.size + settings.secrets.size + settings.profiles.size).toBe(0);
    }
  });

  it("gives back what was written", async () => {
    const settings = await storeAt(await filledFolder()).read();
    expect(settings.revision).toBe(1);
    expect(settings.connections.get("c1")).toEqual(connection("prod"));
    expect(settings.secrets.get("s1")).toEqual(secret("nas-password", "c1"));
    expect(settings.profiles.get("p1")).toEqual({
      name: "nightly",
      settings: { "sftp.password": { secret: "s1" } },
      deliver: {},
    });
  });
});

describe("a file that others could have made or read is refused", () => {
  it.each([0o640, 0o604, 0o666, 0o620])("mode %o", async (mode) => {
    const folder = await filledFolder();
    await chmod(join(folder, "settings.json"), mode);
    expect((await refused(folder)).message).toContain("chmod 600");
  });

  it("a profile of loose mode", async () => {
    const folder = await filledFolder();
    await chmod(join(folder, "profiles", "p1.json"), 0o644);
    expect((await refused(folder)).message).toContain("p1.json");
  });

  it.each(["", "profiles"])("a folder %j that others may write into", async (name) => {
    const folder = await filledFolder();
    await chmod(join(folder, name), 0o777);
    expect((await refused(folder)).message).toContain("chmod go-w");
  });

  it("a symbolic link", async () => {
    const folder = await filledFolder();
    await rename(join(folder, "settings.json"), join(folder, "real"));
    await symlink("real", join(folder, "settings.json"));
    expect((await refused(folder)).message).toContain("symbolic link");
  });

  it("a named pipe, without waiting for a writer", async () => {
    const folder = await temporaryFolder();
    execFileSync("mkfifo", ["-m", "600", join(folder, "settings.json")]);
    expect((await refused(folder)).message).toContain("regular file");
  });

  it.runIf(euid === 0)("a file of another user", async () => {
    const folder = await filledFolder();
    await chown(join(folder, "settings.json"), 4242, 4242);
    expect((await refused(folder)).message).toContain("4242");
  });

  it("a file of another user, as seen by another user", async () => {
    const folder = await filledFolder();
    const platform = posixPlatform(euid + 1);
    const store = new FileSettingsStore({ path: join(folder, "settings.json"), machinePath: undefined, platform });
    expect((await errorOf(store.read())).message).toContain(`user id ${euid}`);
  });
});

describe("damage is refused", () => {
  const cases: [string, string | Uint8Array, string][] = [
    ["an empty file", "", "empty"],
    ["half a file", '{"schemaVersion": 1,', "not JSON"],
    ["a byte order mark", "\uFEFF{}", "byte order mark"],
    ["UTF-16", Buffer.from("{}", "utf16le"), "not JSON"],
    ["broken UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), "not UTF-8"],
    ["a NUL", "{}\0", "not JSON"],
    ["deep nesting", "[".repeat(200_000), "not JSON"],
    ["half a character", '{"schemaVersion": 1, "\\ud800": 1}', "half of a character"],
    ["__proto__", '{"schemaVersion": 1, "__proto__": {}}', "__proto__"],
    ["a member twice", '{"schemaVersion": 1, "plugins": [], "plugins": []}', "two members"],
    ["an array", "[]", "this must be an object"],
    ["no members", "{}", 'the member "schemaVersion" is missing'],
    [
      "an old version",
      '{"schemaVersion": 0, "revision": 1, "plugins": [], "connections": {}, "secrets": {}}',
      "this must be 1",
    ],
  ];
  it.each(cases)("%s", async (_, content, says) => {
    const folder = await temporaryFolder();
    await writePrivate(join(folder, "settings.json"), content);
    expect((await refused(folder)).message).toContain(says);
  });

  it("tells where JSON breaks off, and quotes nothing", async () => {
    const folder = await temporaryFolder();
    await writePrivate(join(folder, "settings.json"), `{\n  "name": "${CANARY}",\n  ?\n}`);
    const error = await refused(folder);
    expect(error.message).toContain("line 3");
    expect(error.message).not.toContain("cnry");
  });

  it("a newer form has its own message", async () => {
    const folder = await filledFolder();
    const path = join(folder, "profiles", "p1.json");
    await writePrivate(path, JSON.stringify({ ...(await readJson(path)), schemaVersion: 2, more: 1 }));
    const error = await refused(folder);
    expect(error.message).toContain("newer Keyferry");
    expect(error.message).toContain("update Keyferry");
  });

  it("a file beyond any size that settings have", async () => {
    const folder = await filledFolder();
    await truncate(join(folder, "settings.json"), 65 * 1024 * 1024);
    expect((await refused(folder)).message).toContain("64 MiB");
  });

  it("a file in profiles/ that no id names", async () => {
    const folder = await filledFolder();
    await writePrivate(join(folder, "profiles", "My Backup.json"), "{}");
    expect((await refused(folder)).message).toContain("My Backup.json");
  });

  it("an absent settings.json, while profiles use its secrets", async () => {
    const folder = await filledFolder();
    await rm(join(folder, "settings.json"));
    expect((await refused(folder)).message).toContain('no secret with the id "s1"');
  });
});

describe("what does not hold together is refused with its place", () => {
  type Edit = [name: string, file: string, edit: (file: never) => void, where: string, says: string];
  const settingsEdits: Edit[] = [
    [
      "a wrong type",
      "settings.json",
      (f: { secrets: { s1: { name: unknown } } }) => (f.secrets.s1.name = 7),
      "#/secrets/s1/name",
      "must be text",
    ],
    [
      "an unknown member",
      "settings.json",
      (f: { secrets: { s1: object } }) => Object.assign(f.secrets.s1, { valeu: CANARY }),
      "#/secrets/s1/valeu",
      "not known",
    ],
    [
      "an unknown type",
      "settings.json",
      (f: { secrets: { s1: { type: string } } }) => (f.secrets.s1.type = CANARY),
      "#/secrets/s1/type",
      '"private-key"',
    ],
    [
      "an unknown connection",
      "settings.json",
      (f: { secrets: { s1: { connection: string } } }) => (f.secrets.s1.connection = "c9"),
      "#/secrets/s1/connection",
      '"c9"',
    ],
    [
      "a bad name",
      "settings.json",
      (f: { connections: { c1: { name: string } } }) => (f.connections.c1.name = "a\u202Eb"),
      "#/connections/c1/name",
      "\\u{202e}",
    ],
    [
      "a name twice",
      "settings.json",
      (f: { connections: Record<string, object> }) => (f.connections.c2 = { ...f.connections.c1, name: "PROD" }),
      "#/connections/c2/name",
      "taken",
    ],
    [
      "a bad id",
      "settings.json",
      (f: { connections: Record<string, unknown> }) => (f.connections["../x"] = f.connections.c1),
      "#/connections/..~1x",
      "match",
    ],
    [
      "an unknown setting",
      "profiles/p1.json",
      (f: { settings: object }) => Object.assign(f.settings, { "sftp.colour": { literal: "red" } }),
      "p1.json#/settings/sftp.colour",
      "no such setting",
    ],
    [
      "an unknown secret",
      "profiles/p1.json",
      (f: { settings: object }) => Object.assign(f.settings, { "ftp.password": { secret: "s9" } }),
      "p1.json#/settings/ftp.password",
      '"s9"',
    ],
    [
      "a secret of another type",
      "profiles/p1.json",
      (f: { settings: object }) => Object.assign(f.settings, { "source/sftp.private-key": { secret: "s1" } }),
      "p1.json#/settings/source~1sftp.private-key",
      "private-key",
    ],
    [
      "a literal password",
      "profiles/p1.json",
      (f: { settings: object }) => Object.assign(f.settings, { "ftp.password": { literal: CANARY } }),
      "p1.json#/settings/ftp.password",
      "takes a secret only",
    ],
    [
      "a literal with a line break",
      "profiles/p1.json",
      (f: { settings: object }) => Object.assign(f.settings, { "ftp.host": { literal: `${CANARY}\n` } }),
      "p1.json#/settings/ftp.host",
      "line break",
    ],
    [
      "two values",
      "profiles/p1.json",
      (f: { settings: object }) => Object.assign(f.settings, { "ftp.host": { literal: "a", secret: "s1" } }),
      "p1.json#/settings/ftp.host",
      "not both",
    ],
  ];
  it.each(settingsEdits)("%s", async (_, file, edit, where, says) => {
    const folder = await filledFolder();
    const path = join(folder, file);
    const content = await readJson(path);
    edit(content as never);
    await writePrivate(path, JSON.stringify(content));
    const error = await refused(folder);
    expect(error.failures[0]?.where).toContain(where);
    expect(error.message).toContain(says);
    expect(error.message).not.toContain(CANARY);
  });

  it("reports several at once", async () => {
    const folder = await filledFolder();
    const path = join(folder, "settings.json");
    await writePrivate(
      path,
      JSON.stringify({ ...(await readJson(path)), secrets: { s2: secret("-a", "c8"), s3: secret("-b", "c9") } }),
    );
    expect((await refused(folder)).failures.length).toBe(5);
  });
});
