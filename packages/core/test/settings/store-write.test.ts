import { lstat, mkdir, readdir, readFile, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diskFileSystem, type FileSystem } from "../../src/settings/file-system.ts";
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
import { systemError, watchedFiles } from "./support/watched-files.ts";

const mode = async (path: string) => ((await lstat(path)).mode & 0o777).toString(8);

describe("writing", () => {
  it("makes files of mode 600 in folders of mode 700, whatever the umask", async () => {
    const folder = join(await temporaryFolder(), "new");
    const before = process.umask(0);
    try {
      await storeAt(folder).update((draft) => draft.profiles.set("p1", profile("nightly")));
    } finally {
      process.umask(before);
    }
    expect(await mode(folder)).toBe("700");
    expect(await mode(join(folder, "profiles"))).toBe("700");
    expect(await mode(join(folder, "settings.json"))).toBe("600");
    expect(await mode(join(folder, "profiles", "p1.json"))).toBe("600");
  });

  it("leaves nothing but the files themselves", async () => {
    const folder = await filledFolder();
    expect((await readdir(folder)).sort()).toEqual(["profiles", "settings.json"]);
    expect(await readdir(join(folder, "profiles"))).toEqual(["p1.json"]);
  });

  it("raises the revision with each change, and gives back what the change gave", async () => {
    const folder = await filledFolder();
    expect(await storeAt(folder).update((draft) => draft.plugins.push("acme-vault"))).toBe(1);
    expect(await storeAt(folder).read()).toMatchObject({ revision: 2, plugins: ["acme-vault"] });
  });

  it("writes only what changed", async () => {
    const folder = await filledFolder();
    await storeAt(folder).update((draft) => draft.profiles.set("p2", profile("weekly")));
    const before = await stat(join(folder, "profiles", "p1.json"));
    await storeAt(folder).update((draft) => draft.profiles.set("p2", profile("monthly")));
    expect((await stat(join(folder, "profiles", "p1.json"))).ino).toBe(before.ino);
    expect((await storeAt(folder).read()).profiles.get("p2")?.name).toBe("monthly");
  });

  it("writes of settings.json the revision alone where profiles alone change, and all of it where it begins otherwise", async () => {
    const folder = await filledFolder();
    const path = join(folder, "settings.json");
    const text = (await readFile(path, "utf8")).replace(
      '{\n  "schemaVersion"',
      '{\n  "$schema": "./é\\".json",\n  "schemaVersion"',
    );
    const byHand = text.replace(/"plugins": \[\]/, '"plugins" : [ ]');
    const use = (name: string) => storeAt(folder).update((draft) => draft.profiles.set("p2", profile(name)));
    await writePrivate(path, byHand);
    await use("weekly");
    expect(await readFile(path, "utf8")).toBe(byHand.replace('"revision": 1', '"revision": 2'));
    await writePrivate(path, byHand.replace("{\n", "{"));
    await use("monthly");
    expect(await readFile(path, "utf8")).toBe(text.replace('"revision": 1', '"revision": 2'));
  });

  it("writes nothing where nothing changed", async () => {
    const folder = await filledFolder();
    const before = await contentOf(folder);
    await storeAt(folder).update((draft) => draft.secrets.set("s1", secret("nas-password", "c1")));
    expect(await contentOf(folder)).toEqual(before);
  });

  it("removes the file of a deleted profile", async () => {
    const folder = await filledFolder();
    await storeAt(folder).update((draft) => draft.profiles.delete("p1"));
    expect(await readdir(join(folder, "profiles"))).toEqual([]);
    expect((await storeAt(folder).read()).profiles.size).toBe(0);
  });

  it("keeps what a person added by hand: $schema", async () => {
    const folder = await filledFolder();
    for (const file of ["settings.json", "profiles/p1.json"]) {
      const path = join(folder, file);
      await writePrivate(path, JSON.stringify({ $schema: "./schema.json", ...(await readJson(path)) }));
    }
    await storeAt(folder).update((draft) => {
      draft.plugins.push("x");
      draft.profiles.set("p1", profile("renamed"));
    });
    expect(await readJson(join(folder, "settings.json"))).toMatchObject({ $schema: "./schema.json", revision: 2 });
    expect(await readJson(join(folder, "profiles/p1.json"))).toMatchObject({
      $schema: "./schema.json",
      name: "renamed",
    });
  });

  it("writes nothing when the change throws", async () => {
    const folder = await filledFolder();
    const before = await contentOf(folder);
    const update = storeAt(folder).update((draft) => {
      draft.secrets.clear();
      throw new Error("changed my mind");
    });
    await expect(update).rejects.toThrow("changed my mind");
    expect(await contentOf(folder)).toEqual(before);
  });

  it("writes nothing that could not be read again", async () => {
    const folder = await filledFolder();
    const before = await contentOf(folder);
    const breaks = [
      (draft: { connections: Map<string, unknown> }) => draft.connections.clear(),
      (draft: { connections: Map<string, unknown> }) => draft.connections.set("c2", connection("PROD")),
      (draft: { connections: Map<string, unknown> }) => draft.connections.set("../c2", connection("other")),
      (draft: { profiles: Map<string, unknown> }) => draft.profiles.set("../p2", profile("other")),
      (draft: { profiles: Map<string, unknown> }) => draft.profiles.set("p2", { name: "other" }),
    ];
    for (const change of breaks) {
      const error = await errorOf(storeAt(folder).update((draft) => void change(draft as never)));
      expect(error.failures[0]?.code).toBe("settings");
    }
    expect(await contentOf(folder)).toEqual(before);
  });

  it("takes the lock of a killed process for abandoned", async () => {
    const folder = await filledFolder();
    await mkdir(join(folder, ".keyferry-lock"));
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(join(folder, ".keyferry-lock"), longAgo, longAgo);
    await storeAt(folder).update((draft) => draft.plugins.push("x"));
    expect((await storeAt(folder).read()).plugins).toEqual(["x"]);
  });

  it("writes nothing once the lock is lost", async () => {
    const folder = await filledFolder();
    const before = await contentOf(folder);
    const lock = {
      hold: async <T>(_: string, work: (held: () => void) => Promise<T>) =>
        work(() => {
          throw systemError("ELOST");
        }),
    };
    await errorOf(storeAt(folder, { lock }).update((draft) => draft.plugins.push("x")));
    expect(await contentOf(folder)).toEqual(before);
  });

  it("begins anew when something changes the files in spite of the lock", async () => {
    const folder = await filledFolder();
    let interfered = false;
    const lock = {
      hold: async <T>(_: string, work: (held: () => void) => Promise<T>) => work(() => {}),
    };
    const intruder = storeAt(folder, { lock });
    const files: FileSystem = {
      ...diskFileSystem,
      open: async (path, flags, openMode) => {
        if (flags === "wx" && !interfered) {
          interfered = true;
          await intruder.update((draft) => draft.plugins.push("intruder"));
        }
        return diskFileSystem.open(path, flags, openMode);
      },
    };
    const store = storeAt(folder, { lock, files });
    await store.update((draft) => draft.plugins.push("mine"));
    expect((await storeAt(folder).read()).plugins).toEqual(["intruder", "mine"]);
  });
});

describe("a file system that fails", () => {
  it.each(["ENOSPC", "EROFS", "EACCES", "EIO"])("%s at any call leaves the old state or the new one", async (code) => {
    for (let failing = 1, done = false; !done; failing += 1) {
      const folder = await filledFolder();
      const before = await contentOf(folder);
      const files = watchedFiles(({ number }) => {
        done = number < failing;
        if (number === failing) throw systemError(code);
      });
      const update = storeAt(folder, { files }).update((draft) => {
        draft.secrets.set("s2", secret("second", "c1"));
        draft.profiles.set("p2", profile("weekly", { settings: { "ftp.password": { secret: "s2" } } }));
      });
      const result = await update.then(
        () => "new",
        (error) => error.failures[0].code,
      );
      const settings = await storeAt(folder).read();
      if (result === "new") expect([settings.secrets.size, settings.profiles.size]).toEqual([2, 2]);
      else {
        expect(result).toBe("settings");
        const happened = settings.revision === 2;
        expect([settings.secrets.size, settings.profiles.size]).toEqual(happened ? [2, 2] : [1, 1]);
        if (!happened) expect(await contentOf(folder)).toMatchObject(before);
      }
    }
  });
});
