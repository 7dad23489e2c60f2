import { chmod, utimes, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/contract/clock.ts";
import { KeyferryError } from "../../src/contract/failure.ts";
import { Events } from "../../src/events/events.ts";
import { type DoctorPorts, SetupDoctor } from "../../src/manager/doctor.ts";
import { managersWithConnection, NO_RECIPES } from "./support/managers.ts";

async function prepared() {
  const all = await managersWithConnection();
  const { store, providers, logins } = all;
  const events = new Events();
  return {
    ...all,
    doctor: new SetupDoctor({ store, providers, recipes: NO_RECIPES, logins, clock: systemClock, events }),
    events,
  };
}

/** A doctor who looks at these, where there are no recipes and nothing happens. */
function doctorOf(of: Pick<DoctorPorts, "store" | "providers" | "logins">): SetupDoctor {
  return new SetupDoctor({ recipes: NO_RECIPES, clock: systemClock, events: new Events(), ...of });
}

describe("SetupDoctor", () => {
  it("says what there is where nothing is wrong", async () => {
    const { doctor, store } = await prepared();
    expect(await doctor.examine()).toEqual([
      {
        area: "settings",
        level: "ok",
        message: expect.stringContaining(`${store.path}: 1 connection, 0 secrets, 0 profiles;`),
      },
      { area: "plugins", level: "ok", message: "fake: acme-fake 1.2.3, contract 1" },
      {
        area: "connections",
        level: "ok",
        message: expect.stringMatching(/^1 connection fits its provider and points/),
      },
      { area: "keeper", level: "ok", message: expect.stringContaining("nothing is sealed") },
      { area: "logins", level: "ok", message: expect.stringContaining("none is known to end") },
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

  it("finds a connection that was edited by hand: another place, and a credential in the place of its source", async () => {
    const { doctor, store, connections, logins } = await prepared();
    await store.update((draft) => {
      for (const [id, { auth, ...connection }] of draft.connections) {
        const sources = { token: "cnry_by_hand" };
        draft.connections.set(id, { ...connection, auth: { ...auth, sources } });
      }
    });
    const findings = await doctor.examine();
    expect(findings.filter(({ level }) => level === "error")).toMatchObject([
      {
        area: "connections",
        message: expect.stringMatching(/prod.*token.*this is no source/),
        remedy: expect.any(String),
      },
    ]);
    const seen = [findings, await connections.list(), await connections.get("prod"), await logins.status("prod")];
    expect(JSON.stringify(seen)).not.toContain("cnry_by_hand");
    await connections.modify("prod", { sources: { token: "env:TOKEN" } });
    await store.update((draft) => {
      for (const [id, connection] of draft.connections)
        draft.connections.set(id, { ...connection, fields: { ...connection.fields, region: "south" } });
    });
    expect((await doctor.examine()).filter(({ level }) => level === "error")).toMatchObject([
      { area: "connections", message: expect.stringContaining("where it points has changed") },
    ]);
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

  it("finds a clock that a manager does not share, where one was asked anyway", async () => {
    const { store, providers, logins, events } = await prepared();
    const heard = (connection: string, aheadMs: number) => ({
      store,
      providers,
      recipes: NO_RECIPES,
      clock: systemClock,
      events,
      logins: {
        keeper: logins.keeper.bind(logins),
        endingSoon: async () => {
          events.emit({ type: "clock-heard", connection, aheadMs, off: Math.abs(aheadMs) > 300_000 });
          return [];
        },
      },
    });
    const clock = async (...of: Parameters<typeof heard>) =>
      (await new SetupDoctor(heard(...of)).examine()).filter(({ area }) => area === "clock");
    expect(await clock("prod", 20_000)).toMatchObject([
      { level: "ok", message: expect.stringMatching(/, as "prod" has it$/) },
    ]);
    expect(await clock("prod", 420_000)).toMatchObject([
      { level: "error", message: 'it is 7 min behind the clock of "prod"', remedy: expect.stringContaining("NTP") },
    ]);
    expect(await clock("east", -420_000)).toMatchObject([{ message: 'it is 7 min ahead of the clock of "east"' }]);
  });

  it("says who keeps the key of sealed logins, and what is wrong with what is sealed", async () => {
    const { store, providers, logins } = await prepared();
    const kept = doctorOf({
      store,
      providers,
      logins: { keeper: async () => "keychain", endingSoon: () => logins.endingSoon() },
    });
    expect(await kept.examine()).toContainEqual({
      area: "keeper",
      level: "ok",
      message: "keychain keeps the key of sealed logins",
    });
    const damaged = async () => {
      throw new KeyferryError({ code: "settings", message: "the sealed file is damaged", hint: "put a backup back" });
    };
    const broken = doctorOf({ store, providers, logins: { keeper: damaged, endingSoon: async () => [] } });
    expect(await broken.examine()).toContainEqual(
      expect.objectContaining({ area: "keeper", level: "error", remedy: "put a backup back" }),
    );
  });

  it("misses no store where no login is stored, and says what to install where one is", async () => {
    const { store, providers, connections } = await prepared();
    const keeper = async () => {
      throw new KeyferryError({ code: "plugin", message: "there is no credential store", hint: "install it" });
    };
    const logins = { keeper, endingSoon: async () => [] };
    const doctor = doctorOf({ store, providers, logins });
    const keeperOf = async () => (await doctor.examine()).filter(({ area }) => area === "keeper");
    expect(await keeperOf()).toMatchObject([{ level: "ok" }]);
    await connections.modify("prod", { sources: { token: "stored" } });
    expect(await keeperOf()).toMatchObject([{ level: "error", remedy: "install it" }]);
  });

  it("tells logins that end soon, and one that has ended as an error", async () => {
    const { store, providers } = await prepared();
    const endingSoon = async () => [
      { connection: "old", expiresAt: "2026-01-01T00:00:00Z", hoursLeft: 0 },
      { connection: "vault", expiresAt: "2026-01-03T00:00:00Z", hoursLeft: 40 },
    ];
    const logins = { keeper: async () => undefined, endingSoon };
    const doctor = doctorOf({ store, providers, logins });
    expect((await doctor.examine()).filter(({ area }) => area === "logins")).toMatchObject([
      { level: "error", message: expect.stringContaining("old") },
      { level: "warning", message: expect.stringContaining("2026-01-03T00:00:00Z") },
    ]);
  });
});
