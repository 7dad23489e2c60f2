import { cp, lstat, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FORMS, type Form } from "../../src/settings/forms.ts";
import { profileSchema } from "../../src/settings/profile-schema.ts";
import { settingsSchema } from "../../src/settings/settings-schema.ts";
import {
  contentOf,
  errorOf,
  profile,
  readJson,
  secret,
  storeAt,
  temporaryFolder,
  writePrivate,
} from "./support/folder.ts";
import { systemError, watchedFiles } from "./support/watched-files.ts";

const FIXTURE = fileURLToPath(new URL("fixtures/v1", import.meta.url));

/** A form that may come: each file says who looks after it. */
const NEXT: Form = {
  version: 2,
  settings: grown(settingsSchema),
  profile: grown(profileSchema),
  from: { settings: migrated, profile: migrated },
};
const forms = [...FORMS, NEXT];

function grown(schema: { readonly required: readonly string[]; readonly properties: object }): object {
  const properties = { ...schema.properties, schemaVersion: { const: 2 }, owner: { type: "string" } };
  return { ...schema, required: [...schema.required, "owner"], properties };
}

function migrated(file: Readonly<Record<string, unknown>>) {
  return { ...file, schemaVersion: 2, owner: "nobody yet" };
}

/** The fixture in a folder of its own, with the modes that Keyferry gives. */
async function oldFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await cp(FIXTURE, folder, { recursive: true });
  for (const file of ["settings.json", "profiles/p1.json", "profiles/p2.json"]) {
    await writePrivate(join(folder, file), await readFile(join(folder, file)));
  }
  return folder;
}

const next = (folder: string, parts = {}) => storeAt(folder, { forms, ...parts });
const versions = async (folder: string) => {
  const files = [
    "settings.json",
    ...(await readdir(join(folder, "profiles")))
      .filter((name) => /^p\d\.json$/.test(name))
      .map((name) => join("profiles", name)),
  ];
  return Promise.all(files.map(async (file) => (await readJson(join(folder, file))).schemaVersion));
};
const backupsIn = async (folder: string) => (await readdir(folder)).filter((name) => name.startsWith("backup-"));

describe("files of version 1", () => {
  it("are read by the version of today", async () => {
    const { revision, connections, secrets, profiles } = await storeAt(await oldFolder()).read();
    expect([revision, connections.size, secrets.size, profiles.size]).toEqual([7, 1, 1, 2]);
    expect(FORMS[0]?.version).toBe(1);
  });

  it("are read by the next one in its form, and left as they are", async () => {
    const folder = await oldFolder();
    const before = await contentOf(folder);
    const { profiles, secrets } = await next(folder).read();
    expect(profiles.get("p1")).toMatchObject({ name: "nightly", owner: "nobody yet" });
    expect(secrets.get("s1")).toMatchObject({ name: "nas-password", key: "pw" });
    await next(folder).update(() => undefined);
    expect(await contentOf(folder)).toEqual(before);
  });

  it("are all written in the new form by the first change, after a copy of each was made", async () => {
    const folder = await oldFolder();
    const before = await contentOf(folder);
    await next(folder).update((draft) => void draft.secrets.set("s2", secret("second", "c1")));
    expect(await versions(folder)).toEqual([2, 2, 2]);
    expect(await readJson(join(folder, "settings.json"))).toMatchObject({ revision: 8, owner: "nobody yet" });
    expect(await backupsIn(folder)).toEqual(["backup-v1-r7"]);
    const backup = join(folder, "backup-v1-r7");
    const copies = await contentOf(backup);
    for (const [path, text] of Object.entries(before)) expect(copies[path.replace(folder, backup)]).toBe(text);
    expect(((await lstat(backup)).mode & 0o777).toString(8)).toBe("700");
    for (const path of Object.keys(copies)) expect(((await lstat(path)).mode & 0o777).toString(8)).toBe("600");
    await next(folder).update((draft) => void draft.secrets.delete("s2"));
    expect(await backupsIn(folder)).toEqual(["backup-v1-r7"]);
  });

  it("can be put back from the copy", async () => {
    const folder = await oldFolder();
    const old = await storeAt(folder).read();
    await next(folder).update((draft) => void draft.profiles.delete("p1"));
    expect((await errorOf(storeAt(folder).read())).message).toContain("newer Keyferry (schema version 2");
    await rm(join(folder, "profiles"), { recursive: true });
    await cp(join(folder, "backup-v1-r7"), folder, { recursive: true });
    expect(await storeAt(folder).read()).toEqual(old);
  });

  it("are refused where they are damaged, by their own schema, before a step touches them", async () => {
    const folder = await oldFolder();
    const path = join(folder, "profiles", "p2.json");
    await writePrivate(path, JSON.stringify({ ...(await readJson(path)), owner: "me" }));
    const error = await errorOf(next(folder).read());
    expect(error.failures[0]?.where).toContain("p2.json#/owner");
  });

  it("are refused where a step makes something that does not fit", async () => {
    const wrong = { ...NEXT, from: { settings: migrated, profile: () => ({ schemaVersion: 2 }) } };
    const error = await errorOf(storeAt(await oldFolder(), { forms: [...FORMS, wrong] }).read());
    expect(error.failures[0]).toMatchObject({ code: "settings" });
  });

  it("come along later: a profile that is put beside new files is written anew with the next change", async () => {
    const folder = await oldFolder();
    await next(folder).update((draft) => void draft.plugins.push("x"));
    const old = await readFile(join(FIXTURE, "profiles", "p2.json"), "utf8");
    await writePrivate(join(folder, "profiles", "p3.json"), old.replace("weekly", "monthly"));
    await next(folder).update((draft) => void draft.plugins.push("y"));
    expect(await versions(folder)).toEqual([2, 2, 2, 2]);
    expect(await backupsIn(folder)).toEqual(["backup-v1-r7", "backup-v1-r8"]);
  });
});

describe("a process that is killed while it writes the new form", () => {
  const change = (draft: { profiles: Map<string, unknown> }) =>
    void draft.profiles.set("p2", { ...profile("renamed"), owner: "me" });

  it("leaves the old state or the new one, a copy wherever a file is new, and the next writer finishes it", async () => {
    let calls = 0;
    const counting = watchedFiles(({ number }) => {
      calls = number;
    });
    await next(await oldFolder(), { files: counting }).update(change as never);
    const seen = new Set<string>();
    for (let last = 0; last <= calls; last += 1) {
      const folder = await oldFolder();
      const before = await contentOf(folder);
      const files = watchedFiles(({ number }) => {
        if (number > last) throw systemError("EKILLED");
      });
      await next(folder, { files })
        .update(change as never)
        .catch(() => undefined);
      const { profiles, revision } = await next(folder).read();
      const state = `${revision} ${profiles.get("p2")?.name}`;
      seen.add(state);
      expect(["7 weekly", "8 renamed"]).toContain(state);
      if ((await versions(folder)).includes(2)) {
        const backup = join(folder, "backup-v1-r7");
        const copies = await contentOf(backup);
        for (const [path, text] of Object.entries(before)) expect(copies[path.replace(folder, backup)]).toBe(text);
      }
      await next(folder).update((draft) => void draft.plugins.push("next"));
      expect(await versions(folder)).toEqual([2, 2, 2]);
    }
    expect([...seen].sort()).toEqual(["7 weekly", "8 renamed"]);
  });
});
