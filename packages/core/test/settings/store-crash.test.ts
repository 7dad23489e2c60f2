import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SettingsDraft } from "../../src/settings/port.ts";
import { contentOf, filledFolder, profile, secret, storeAt } from "./support/folder.ts";
import { systemError, watchedFiles } from "./support/watched-files.ts";

const changes: Record<string, (draft: SettingsDraft) => void> = {
  "settings alone": (draft) => void draft.secrets.set("s2", secret("second", "c1")),
  "a profile alone": (draft) => void draft.profiles.set("p1", profile("renamed")),
  "a secret and the profiles that use it": (draft) => {
    draft.secrets.set("s2", secret("second", "c1"));
    draft.profiles.set("p1", profile("renamed", { settings: { "ftp.password": { secret: "s2" } } }));
    draft.profiles.set("p2", profile("weekly", { settings: { "ftp.password": { secret: "s2" } } }));
  },
  "a secret and the only profile that uses it, both deleted": (draft) => {
    draft.secrets.delete("s1");
    draft.profiles.delete("p1");
  },
};

const settingsOf = async (folder: string) => {
  const { secrets, profiles, revision } = await storeAt(folder).read();
  return { secrets: [...secrets].sort(), profiles: [...profiles].sort(), revision };
};

describe("a process that is killed while it writes", () => {
  it.each(Object.entries(changes))("%s: leaves the old state or the new one, never a part", async (_, change) => {
    const old = await settingsOf(await filledFolder());
    const changed = await filledFolder();
    await storeAt(changed).update(change);
    const after = await settingsOf(changed);
    const seen = new Set<number>();
    const calls = await callsOf(change);
    for (let last = 0; last <= calls; last += 1) {
      const folder = await filledFolder();
      const files = watchedFiles(({ number }) => {
        if (number > last) throw systemError("EKILLED");
      });
      // A dead process reports nothing: what counts is what it leaves.
      await storeAt(folder, { files })
        .update(change)
        .catch(() => undefined);
      const state = await settingsOf(folder);
      seen.add(state.revision);
      expect(state).toEqual(state.revision === old.revision ? old : after);
      // The next writer finishes or forgets it, and cleans up.
      await storeAt(folder).update((draft) => void draft.plugins.push("next"));
      const next = await settingsOf(folder);
      expect({ ...next, revision: 0 }).toEqual({ ...state, revision: 0 });
      expect(next.revision).toBe(state.revision + 1);
      expect((await readdir(folder)).sort()).toEqual(["profiles", "settings.json"]);
      const left = Object.keys(await contentOf(join(folder, "profiles")));
      expect(left.length).toBe(next.profiles.length);
    }
    // The test is worth something only if it saw both.
    expect([...seen].sort()).toEqual([old.revision, after.revision]);
  });
});

/** How often an undisturbed update calls the file system. */
async function callsOf(change: (draft: SettingsDraft) => void): Promise<number> {
  let made = 0;
  const files = watchedFiles(({ number }) => {
    made = number;
  });
  await storeAt(await filledFolder(), { files }).update(change);
  return made;
}
