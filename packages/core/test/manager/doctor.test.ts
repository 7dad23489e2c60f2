import { chmod, utimes, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/contract/clock.ts";
import { SetupDoctor } from "../../src/manager/doctor.ts";
import { managersWithConnection } from "./support/managers.ts";

async function prepared() {
  const all = await managersWithConnection();
  const { store, providers } = all;
  return { ...all, doctor: new SetupDoctor({ store, providers, clock: systemClock }) };
}

describe("SetupDoctor", () => {
  it("says what there is where nothing is wrong", async () => {
    const { doctor, store } = await prepared();
    expect(await doctor.examine()).toEqual([
      { area: "settings", level: "ok", message: expect.stringContaining(`${store.path}: 1 connections, 0 secrets`) },
      { area: "plugins", level: "ok", message: "fake: acme-fake 1.2.3, contract 1" },
      { area: "keeper", level: "ok", message: expect.stringContaining("no sealed store") },
      { area: "clock", level: "ok", message: expect.stringMatching(/Z/) },
    ]);
  });

  it.skipIf(process.platform === "win32")("finds a loose mode, with the remedy, and goes no further", async () => {
    const { doctor, store } = await prepared();
    await chmod(store.path, 0o644);
    expect(await doctor.examine()).toEqual([
      expect.objectContaining({ area: "settings", level: "error", remedy: expect.stringContaining("chmod") }),
    ]);
  });

  it("finds damaged settings", async () => {
    const { doctor, store } = await prepared();
    await writeFile(store.path, "{");
    expect(await doctor.examine()).toMatchObject([{ area: "settings", level: "error" }]);
  });

  it("finds a plugin that is listed and not here, and leaves out one that nothing names", async () => {
    const { doctor, store } = await prepared();
    await store.update((draft) => draft.plugins.push("acme-gone"));
    expect((await doctor.examine()).filter(({ level }) => level === "error")).toMatchObject([
      { area: "plugins", message: expect.stringContaining("acme-gone"), remedy: "npm install acme-gone" },
    ]);
  });

  it("finds a clock that is behind the last change", async () => {
    const { doctor, store } = await prepared();
    const tomorrow = Date.now() / 1000 + 86_400;
    await utimes(store.path, tomorrow, tomorrow);
    expect((await doctor.examine()).filter(({ level }) => level === "error")).toMatchObject([{ area: "clock" }]);
  });

  it("passes on what a credential store says of its keeper", async () => {
    const { store, providers } = await prepared();
    const keeper = async () => [{ area: "keeper", level: "warning", message: "locked" } as const];
    const doctor = new SetupDoctor({ store, providers, clock: systemClock, keeper });
    expect(await doctor.examine()).toContainEqual({ area: "keeper", level: "warning", message: "locked" });
  });
});
