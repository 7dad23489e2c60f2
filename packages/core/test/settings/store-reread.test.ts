import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { errorOf, filledFolder, profile, storeAt } from "./support/folder.ts";

describe("reading again", () => {
  it("gives the very same reading where no byte has changed, and another where one has", async () => {
    const folder = await filledFolder();
    const store = storeAt(folder);
    const first = await store.read();
    expect(await store.read()).toBe(first);
    const path = join(folder, "settings.json");
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace('"prod"', '"test"'));
    expect((await store.read()).connections.get("c1")?.name).toBe("test");
    await writeFile(path, text);
    expect((await store.read()).connections.get("c1")?.name).toBe("prod");
  });

  it("sees what another program changes in a profile, adds and takes away", async () => {
    const folder = await filledFolder();
    const [store, other] = [storeAt(folder), storeAt(folder)];
    await store.read();
    const path = join(folder, "profiles", "p1.json");
    await writeFile(path, (await readFile(path, "utf8")).replace("nightly", "hourly"));
    expect((await store.read()).profiles.get("p1")?.name).toBe("hourly");
    await other.update((draft) => draft.profiles.set("p2", profile("weekly")));
    expect((await store.read()).profiles.size).toBe(2);
    await other.update((draft) => draft.profiles.delete("p1"));
    expect([...(await store.read()).profiles.keys()]).toEqual(["p2"]);
  });

  it("is shared by who reads at once, and never older than a change of this host", async () => {
    const store = storeAt(await filledFolder());
    const [first, second] = [store.read(), store.read()];
    expect(await first).toBe(await second);
    const before = store.read();
    await store.update((draft) => draft.profiles.set("p2", profile("weekly")));
    expect((await store.read()).profiles.size).toBe(2);
    await before;
  });

  it("checks who may change the files each time", async () => {
    const folder = await filledFolder();
    const store = storeAt(folder);
    await store.read();
    await chmod(join(folder, "settings.json"), 0o666);
    expect((await errorOf(store.read())).failures[0]?.code).toBe("settings");
  });
});
