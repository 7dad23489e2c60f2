import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ConnectionDefinition } from "../../src/settings/model.ts";
import { connection, errorOf, filledFolder, secret, storeAt, temporaryFolder, writePrivate } from "./support/folder.ts";

function by(source: string): ConnectionDefinition {
  const plain = connection("by a secret");
  return { ...plain, auth: { ...plain.auth, sources: { token: source } } };
}

describe("a login that is a secret", () => {
  it("is one that is defined", async () => {
    const store = storeAt(await filledFolder());
    await store.update((draft) => draft.connections.set("c2", by("secret:s1")));
    for (const id of ["s2", "", "constructor"]) {
      const error = await errorOf(
        store.update((draft) => draft.connections.set("c3", { ...by(`secret:${id}`), name: "c3" })),
      );
      expect(error.failures[0]).toMatchObject({
        code: "settings",
        message: "there is no secret with the id that this source names",
        where: expect.stringContaining("settings.json#/connections/c3/auth/sources/token"),
      });
    }
    const gone = await errorOf(store.update((draft) => draft.secrets.delete("s1")));
    expect(gone.message).toContain("/connections/c2/auth/sources/token");
  });

  it("of the machine's file is one of the machine's, and may be a user's own otherwise", async () => {
    const folder = await filledFolder();
    const machinePath = join(await temporaryFolder(), "settings.json");
    const write = async (source: string) => {
      const connections = { m1: by(source), m2: connection("company") };
      const secrets = { ms: secret("company-token", "m2") };
      await writePrivate(
        machinePath,
        JSON.stringify({ schemaVersion: 1, revision: 0, plugins: [], connections, secrets }),
      );
      await chmod(machinePath, 0o644);
    };
    await write("secret:ms");
    const store = storeAt(folder, { machinePath });
    await store.update((draft) => draft.connections.set("c2", { ...by("secret:ms"), name: "user's" }));
    await write("secret:s1");
    expect((await errorOf(store.read())).failures[0]?.where).toBe(`${machinePath}#/connections/m1/auth/sources/token`);
  });
});
