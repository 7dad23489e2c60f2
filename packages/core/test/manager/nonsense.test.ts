import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isKeyferryError } from "../../src/contract/failure.ts";
import { planRun } from "../../src/manager/run-plan.ts";
import { readJson, writePrivate } from "../settings/support/folder.ts";
import { anything, mutated } from "../settings/support/mutate.ts";
import { managersWithConnection } from "./support/managers.ts";

async function filled() {
  const all = await managersWithConnection();
  const folder = all.store.path.replace(/settings\.json$/, "");
  await all.secrets.create({ name: "nas", type: "password", connection: "prod", remoteName: "nas", unchecked: true });
  await all.profiles.create({
    name: "nightly",
    job: { program: "backup", args: ["-a"] },
    deliver: { "sftp.password": "env:P" },
  });
  await all.profiles.set("nightly", "sftp.host", "nas.example");
  await all.profiles.use("nightly", "sftp.password", "nas");
  const [id = ""] = (await all.store.read()).profiles.keys();
  return { ...all, folder, files: ["settings.json", join("profiles", `${id}.json`)] };
}

/** Everything that reads settings: it works, or is refused with a code, a place and a way. */
async function readAll({
  connections,
  secrets,
  profiles,
  store,
}: Awaited<ReturnType<typeof filled>>): Promise<"read" | "refused"> {
  try {
    const settings = await store.read();
    for (const { name } of await connections.list()) await connections.get(name);
    for (const { name } of await secrets.list()) await secrets.get(name);
    for (const { name } of await profiles.list()) {
      await profiles.settings(name);
      await profiles.export(name);
      try {
        planRun(settings, name, {});
      } catch (thrown) {
        if (!isKeyferryError(thrown)) throw thrown;
        for (const { where, setting } of thrown.failures) expect(where ?? setting).toBeTruthy();
      }
    }
    return "read";
  } catch (thrown) {
    if (!isKeyferryError(thrown)) throw thrown;
    for (const { code, where, hint } of thrown.failures) {
      expect(code).toBe("settings");
      expect(where).toContain(".json");
      expect(hint).toBeTruthy();
    }
    return "refused";
  }
}

describe("settings that were edited by hand into nonsense", () => {
  it("are read, or refused with a code, a place and a way, whatever was changed", async () => {
    const all = await filled();
    const originals = await Promise.all(all.files.map((file) => readJson(join(all.folder, file))));
    const seen = { read: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1),
        fc.array(fc.nat(1_000), { minLength: 1, maxLength: 7 }),
        anything,
        async (which, picks, put) => {
          for (const [at, file] of all.files.entries()) {
            const content = at === which ? mutated(originals[at], picks, put) : originals[at];
            await writePrivate(join(all.folder, file), JSON.stringify(content));
          }
          seen[await readAll(all)] += 1;
        },
      ),
      // Found by chance, once in thousands: a delivery of a setting that there is not.
      { numRuns: 1_200, examples: [[1, [998, 16, 0], "constructor"]] },
    );
    // The test is worth something only if it saw both.
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(5);
  });
});
