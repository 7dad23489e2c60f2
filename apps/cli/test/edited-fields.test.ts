import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answering } from "./fakes/prompter.ts";
import { filledGround, type Ground } from "./fakes/real-host.ts";

const CANARY = "cnry_by_hand_45";

interface Edited {
  provider: string;
  readonly fields: Record<string, unknown>;
  readonly auth: { readonly fields: Record<string, unknown>; readonly sources: Record<string, unknown> };
  readonly confirmedOrigin: Record<string, unknown>;
}

/** A person's hand in the settings of the ground's only connection. */
function edit({ folder }: Ground, by: (connection: Edited) => void): void {
  const path = join(folder, "settings.json");
  const settings = JSON.parse(readFileSync(path, "utf8"));
  for (const connection of Object.values(settings.connections)) by(connection as Edited);
  writeFileSync(path, JSON.stringify(settings));
}

/** Everything that shows, uses or writes a connection. The ground refuses what prints a value. */
const LINES = [
  "connection list",
  "connection list --json",
  "connection show prod",
  "connection show prod --json",
  "connection status prod",
  "connection status prod --json",
  "connection check prod",
  "connection names prod",
  "connection export prod",
  "connection modify prod --set region=south",
  "connection modify prod --confirm-origin",
  "connection modify prod --unset token --credential token=env:TOKEN",
  "secret list --json",
  "secret keys prod team/nas",
  "profile show nightly --json",
  "check",
  "doctor",
  "doctor --json",
  "impact prod",
  "impact nas-user",
  "drift",
  "schedule nightly --cron --at 03:00",
  "provider policy nightly",
  "connection rename prod other",
];

/** The same in the ground's only profile. */
function editProfile(
  { folder }: Ground,
  by: (profile: { settings: object; deliver: object; job: object }) => void,
): void {
  const [name = ""] = readdirSync(join(folder, "profiles"));
  const path = join(folder, "profiles", name);
  const profile = JSON.parse(readFileSync(path, "utf8"));
  by(profile);
  writeFileSync(path, JSON.stringify(profile));
}

describe("a password that was written into a profile by hand, for a setting that a recipe alone knows", () => {
  const lines = [
    "profile show nightly",
    "profile show nightly --json",
    "profile list --json",
    "profile settings nightly",
    "profile settings nightly --json",
    "profile export nightly",
    "profile set nightly sftp.port 22",
    "run nightly --dry-run",
    "check",
    "doctor",
    "provider policy nightly",
    "profile duplicate nightly copy",
    "profile rename nightly other",
  ];

  it.each([
    ["restic.password", CANARY],
    ["gone.password", CANARY],
    ["sftp.host", `sftp://me:${CANARY}@nas.example`],
    ["restic.repository", `rest:https://me:${CANARY}@nas.example/`],
  ])("is shown by no command: %s", async (setting, literal) => {
    const here = await filledGround();
    const file = join(here.folder, "nightly.json");
    writeFileSync(file, (await here.works("profile export nightly")).stdout);
    editProfile(here, ({ settings }) => Object.assign(settings, { [setting]: { literal } }));
    expect((await here.type("doctor")).stdout).toMatch(/^profiles +error /m);
    expect((await here.type("profile export nightly")).code).toBe(78);
    await here.type("profile import --dry-run", file);
    for (const line of lines) await here.type(line);
  });

  it("is refused in an address that is typed", async () => {
    const refused = await (await filledGround()).type(
      "profile set nightly sftp.host",
      `sftp://me:${CANARY}@nas.example`,
    );
    expect([refused.code, refused.stderr]).toEqual([78, expect.stringContaining("this address holds a password")]);
  });

  it("is found by the doctor, and refused by a run and an export, until it is taken away", async () => {
    const here = await filledGround();
    editProfile(here, ({ settings }) => Object.assign(settings, { "restic.password": { literal: CANARY } }));
    expect((await here.works("profile show nightly")).stdout).toMatch(
      /^restic.password +not shown: it may be a password/m,
    );
    const doctor = await here.type("doctor");
    expect([doctor.code, doctor.stdout]).toEqual([78, expect.stringMatching(/^profiles +error +.*secret only/m)]);
    expect((await here.type("run nightly --dry-run")).stderr).toContain("takes a secret only");
    expect((await here.type("profile export nightly")).stderr).toContain(
      "keyferry profile unset nightly restic.password",
    );
    await here.works("profile unset nightly restic.password");
    await here.works("profile export nightly");
    expect((await here.works("doctor")).stdout).toMatch(/^profiles +ok /m);
  });

  it("can be taken away where its recipe is gone; a delivery and a recipe that are none are found, too", async () => {
    const here = await filledGround();
    editProfile(here, (profile) => {
      Object.assign(profile.settings, { "gone.token": { literal: CANARY } });
      Object.assign(profile.deliver, { "sftp.password": "envy:P" });
      profile.job = { recipe: "gone", args: [] };
    });
    const { stdout } = await here.type("doctor --json");
    const found = JSON.parse(stdout).filter(({ area }: { area: string }) => area === "profiles");
    expect(found).toMatchObject([
      { message: expect.stringContaining("no recipe here has this setting") },
      { message: expect.stringContaining('sftp.password: there is no delivery "envy"') },
      { message: expect.stringContaining('there is no recipe "gone"') },
    ]);
    await here.works("profile unset nightly gone.token");
  });
});

describe("a credential that was written into the settings by hand", () => {
  const places: readonly (readonly [where: string, by: (connection: Edited) => void])[] = [
    ["under its field", ({ fields }) => Object.assign(fields, { token: CANARY })],
    ["under its field of the login", ({ auth }) => Object.assign(auth.fields, { token: CANARY })],
    ["in place of its source", ({ auth }) => Object.assign(auth.sources, { token: CANARY })],
    ["under a field that nobody declares", ({ fields }) => Object.assign(fields, { pass: CANARY })],
    ["under such a field of the login", ({ auth }) => Object.assign(auth.fields, { pass: CANARY })],
    ["where the login may go", ({ confirmedOrigin }) => Object.assign(confirmedOrigin, { token: CANARY })],
    ["where the login may go, undeclared", ({ confirmedOrigin }) => Object.assign(confirmedOrigin, { pass: CANARY })],
    [
      "in an address",
      ({ fields, confirmedOrigin }) => {
        for (const place of [fields, confirmedOrigin])
          Object.assign(place, { region: `https://me:${CANARY}@host.example/` });
      },
    ],
    [
      "under both",
      (edited) => {
        for (const place of [edited.fields, edited.confirmedOrigin]) Object.assign(place, { pass: CANARY });
      },
    ],
    [
      "under a declared field of a provider that is not here",
      (edited) => {
        edited.provider = "gone";
        for (const place of [edited.fields, edited.confirmedOrigin]) Object.assign(place, { region: CANARY });
      },
    ],
  ];

  it.each(places)("is shown by no command: %s", async (_, by) => {
    for (const line of LINES) {
      const here = await filledGround();
      edit(here, by);
      await here.type(line);
    }
  });

  it("is refused in an address, and named with what mends it", async () => {
    const here = await filledGround();
    const address = `https://me:${CANARY}@host.example`;
    const refused = await here.type("connection modify prod --confirm-origin --unchecked --set", `region=${address}`);
    expect([refused.code, refused.stderr]).toEqual([64, expect.stringContaining("this address holds a password")]);
    await here.works("connection modify prod --confirm-origin --unchecked --set region=https://me@host.example");
    edit(here, ({ fields }) => Object.assign(fields, { region: address }));
    const { stdout } = await here.works("connection show prod");
    expect(stdout.replace(/\s+/g, " ")).toContain(
      "not shown region: its address holds a password; keyferry connection modify prod --set region=ADDRESS",
    );
  });

  it("is named by connection show, with what to do, which then mends it", async () => {
    const here = await filledGround();
    edit(here, ({ fields }) => Object.assign(fields, { token: CANARY, pass: CANARY }));
    const remedy = "keyferry connection modify prod --credential token=SOURCE --unset pass";
    const { stdout } = await here.works("connection show prod");
    expect(stdout).toMatch(/^not shown +token: a credential stands in the settings/m);
    expect(stdout).toMatch(/^not shown +pass: Fake manager has no such field/m);
    expect(stdout.replace(/\s+/g, " ")).toContain(remedy);
    const json = JSON.parse((await here.works("connection show prod --json")).stdout);
    expect(json).toMatchObject({ fields: { region: "north" }, withheld: [{ field: "token" }, { field: "pass" }] });
    const doctor = await here.type("doctor --json");
    const found = JSON.parse(doctor.stdout).filter(({ area }: { area: string }) => area === "connections");
    expect([doctor.code, found.map(({ level }: { level: string }) => level)]).toEqual([78, ["error", "error"]]);
    for (const { remedy: told } of found) expect(told).toContain(remedy);
    const refused = await here.type("connection export prod");
    expect([refused.code, refused.stdout]).toEqual([78, ""]);
    expect(refused.stderr).toContain(remedy);
    await here.works(remedy.replace("keyferry ", "").replace("SOURCE", "env:TOKEN"));
    expect((await here.works("connection export prod")).stdout).toContain('"region": "north"');
    expect(JSON.parse((await here.works("connection show prod --json")).stdout)).not.toHaveProperty("withheld");
    await here.works("connection check prod");
  });

  it.each([
    ["beside its source", ({ fields }: Edited) => Object.assign(fields, { token: CANARY }), "as it is"],
    [
      "without one",
      ({ fields, auth }: Edited) => {
        Object.assign(fields, { token: CANARY, pass: CANARY });
        delete auth.sources.token;
      },
      "a variable of the environment",
    ],
  ] as const)("is taken away by the questions of connection modify: %s", async (_, by, source) => {
    const prompter = answering({
      Region: "north",
      "Where does Token come from?": source,
      "Token: name of the variable": "TOKEN",
      "Save these changes?": "yes",
    });
    const before = await filledGround({ prompter });
    edit(before, by);
    const { stderr } = await before.works("connection modify prod");
    expect(stderr).toContain("token: what is not shown → env:TOKEN\n");
    await before.works("connection check prod");
  });

  it("cannot be told from a region where the provider is not here: no value is shown, and why", async () => {
    const here = await filledGround();
    edit(here, (connection) => {
      connection.provider = "gone";
    });
    const { stdout } = await here.works("connection show prod");
    expect(stdout).toMatch(/^not shown +region: its provider cannot be loaded/m);
    expect((await here.works("connection list")).stdout).toMatch(/^prod +gone +not shown +token +2$/m);
    expect((await here.works("connection status prod")).stdout).toMatch(/^goes to +not shown$/m);
  });
});
