import { chmod, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SettingsFile } from "../../src/settings/model.ts";
import {
  connection,
  contentOf,
  errorOf,
  filledFolder,
  profile,
  readJson,
  secret,
  storeAt,
  temporaryFolder,
  writePrivate,
} from "./support/folder.ts";

async function machineFile(more: Partial<SettingsFile> = {}): Promise<string> {
  const path = join(await temporaryFolder(), "settings.json");
  const file = {
    schemaVersion: 1,
    revision: 0,
    plugins: ["acme-vault"],
    connections: { m1: connection("company") },
    secrets: { ms: secret("company-password", "m1") },
    ...more,
  };
  await writePrivate(path, JSON.stringify(file));
  await chmod(path, 0o644);
  return path;
}

describe("the machine's file", () => {
  it("lies below the user's", async () => {
    const machinePath = await machineFile();
    const folder = await filledFolder();
    const settings = await storeAt(folder, { machinePath }).read();
    expect([...settings.connections.keys()].sort()).toEqual(["c1", "m1"]);
    expect([...settings.secrets.keys()].sort()).toEqual(["ms", "s1"]);
    expect(settings.plugins).toEqual(["acme-vault"]);
    expect([...settings.readOnly].sort()).toEqual(["m1", "ms"]);
  });

  it("may ask for a stricter audit than the user, and the other way round", async () => {
    for (const [machine, user, expected] of [
      ["required", "off", "required"],
      ["off", "best-effort", "best-effort"],
      ["best-effort", undefined, "best-effort"],
      [undefined, undefined, undefined],
    ] as const) {
      const machinePath = await machineFile(machine === undefined ? {} : { audit: machine });
      const folder = await filledFolder();
      const path = join(folder, "settings.json");
      await writePrivate(path, JSON.stringify({ ...(await readJson(path)), audit: user }));
      expect((await storeAt(folder, { machinePath }).read()).audit).toBe(expected);
    }
  });

  it("may be absent", async () => {
    const machinePath = join(await temporaryFolder(), "nowhere", "settings.json");
    expect((await storeAt(await filledFolder(), { machinePath }).read()).readOnly.size).toBe(0);
  });

  it("is used by the user's secrets and profiles, and never copied into the user's file", async () => {
    const machinePath = await machineFile();
    const folder = await filledFolder();
    const before = await contentOf(machinePath.replace(/settings\.json$/, ""));
    await storeAt(folder, { machinePath }).update((draft) => {
      draft.secrets.set("s2", secret("mine", "m1"));
      draft.plugins.push("mine");
      draft.profiles.set("p2", profile("weekly", { settings: { "ftp.password": { secret: "ms" } } }));
    });
    const file = await readJson(join(folder, "settings.json"));
    expect(Object.keys(file.connections ?? {})).toEqual(["c1"]);
    expect(Object.keys(file.secrets ?? {})).toEqual(["s1", "s2"]);
    expect(file.plugins).toEqual(["mine"]);
    expect(await contentOf(machinePath.replace(/settings\.json$/, ""))).toEqual(before);
    expect((await storeAt(folder, { machinePath }).read()).secrets.size).toBe(3);
  });

  it("is not changed by commands", async () => {
    const machinePath = await machineFile();
    const folder = await filledFolder();
    const before = await contentOf(folder);
    const store = storeAt(folder, { machinePath });
    for (const error of [
      await errorOf(store.update((draft) => draft.connections.delete("m1"))),
      await errorOf(store.update((draft) => draft.secrets.set("ms", secret("renamed", "m1")))),
    ]) {
      expect(error.failures[0]).toMatchObject({ code: "rule" });
      expect(error.message).toContain("company");
    }
    expect(await contentOf(folder)).toEqual(before);
  });

  it.each([
    ["a name of the user's", { connections: { m1: connection("Prod") }, secrets: {} }, "taken"],
    ["an id of the user's", { connections: { c1: connection("other") }, secrets: {} }, "id"],
    ["a connection of the user's", { connections: {}, secrets: { ms: secret("other", "c1") } }, '"c1"'],
  ])("is refused where it has %s", async (_, more, says) => {
    const machinePath = await machineFile(more);
    const error = await errorOf(storeAt(await filledFolder(), { machinePath }).read());
    expect(error.failures[0]?.code).toBe("settings");
    expect(error.message).toContain(says);
    expect(error.message).toContain(machinePath);
  });

  it("is refused where others can change it, or it is a link", async () => {
    const folder = await filledFolder();
    const loose = await machineFile();
    await chmod(loose, 0o666);
    expect((await errorOf(storeAt(folder, { machinePath: loose }).read())).message).toContain("chmod 644");
    const link = join(await temporaryFolder(), "settings.json");
    await symlink(await machineFile(), link);
    expect((await errorOf(storeAt(folder, { machinePath: link }).read())).message).toContain("symbolic link");
    const open = await machineFile();
    await chmod(join(open, ".."), 0o777);
    expect((await errorOf(storeAt(folder, { machinePath: open }).read())).message).toContain("chmod go-w");
  });
});
