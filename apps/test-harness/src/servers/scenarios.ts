import { LeakScanner } from "../leaks/index.ts";
import { createArguments, variableOf } from "./command-line.ts";
import { KEY, NAS, NEVER, nameOfMany, REMOVED, TURNED, valuesOf } from "./ground.ts";
import { claim, expectCode, expectValues, type Scenario, witness } from "./scenario.ts";

/** In this order: each builds on the ones before. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: "a connection is defined",
    run: async ({ line, provider, server }) => {
      expectCode(await line.keyferry(createArguments("prod", provider, server.connection)), 0);
    },
  },
  {
    name: "check proves the login",
    run: async ({ line }) => {
      const said: unknown = JSON.parse(expectCode(await line.keyferry(["connection", "check", "prod", "--json"]), 0));
      claim(JSON.stringify(said).includes('"canList":"yes"'), "the login cannot list");
    },
  },
  {
    name: "names lists every secret, and no removed one",
    run: async ({ line, seeded }) => {
      const listed = expectCode(await line.keyferry(["connection", "names", "prod", "--json"]), 0);
      const names = [NAS, TURNED, ...seeded.many.map((_, index) => nameOfMany(index))];
      for (const name of names) claim(listed.includes(`"${name}"`), `${name} is not listed`);
      claim(!listed.includes(`"${REMOVED}"`), `${REMOVED} is listed`);
    },
  },
  {
    name: "keys gives names of keys",
    run: async ({ line }) => {
      const listed = expectCode(await line.keyferry(["secret", "keys", "prod", NAS, "--json"]), 0);
      claim(listed.includes('"username"') && listed.includes('"password"'), "the keys are not named");
    },
  },
  {
    name: "a pinned version is read, and the newest without a pin",
    beside: ({ seeded }) => (seeded.oldVersion === undefined ? "the manager has no versions" : undefined),
    run: async ({ line, seeded }) => {
      const uses = [
        `OLD=keyferry://prod/${TURNED}?version=${encodeURIComponent(seeded.oldVersion ?? "")}#${KEY}`,
        `NEW=keyferry://prod/${TURNED}#${KEY}`,
      ].flatMap((use) => ["--env", use]);
      const ran = await line.keyferry(["run", ...uses, ...witness(line, ["OLD", "NEW"])]);
      expectValues(expectCode(ran, 0), { OLD: seeded.old, NEW: seeded.current });
    },
  },
  {
    name: "45 secrets of one run",
    run: async ({ line, seeded }) => {
      const values = Object.fromEntries(seeded.many.map((value, index) => [`MANY_${index}`, value]));
      const uses = seeded.many.flatMap((_, at) => ["--env", `MANY_${at}=keyferry://prod/${nameOfMany(at)}#${KEY}`]);
      expectValues(expectCode(await line.keyferry(["run", ...uses, ...witness(line, Object.keys(values))]), 0), values);
    },
  },
  {
    name: "a missing and a removed secret are told at once, and no job starts",
    run: async ({ line }) => {
      const uses = [`A=keyferry://prod/${NEVER}#k`, `B=keyferry://prod/${REMOVED}#k`].flatMap((u) => ["--env", u]);
      const ran = await line.keyferry(["run", ...uses, ...witness(line, ["A", "B"])]);
      claim(expectCode(ran, 66) === "", "a job was started");
      for (const name of [NEVER, REMOVED]) claim(ran.stderr.includes(name), `${name} is not named`);
    },
  },
  {
    name: "a wrong login is refused as one",
    beside: ({ server }) => (server.wrongCredentials === undefined ? "there is no login that it refuses" : undefined),
    run: async ({ line, server }) => {
      const wrong = Object.entries(server.wrongCredentials ?? {}).map(([field, value]) => [variableOf(field), value]);
      const checked = await line.keyferry(["connection", "check", "prod"], Object.fromEntries(wrong));
      expectCode(checked, 77);
      claim(checked.stderr.includes("unauthenticated"), `not unauthenticated: ${checked.stderr.trim()}`);
    },
  },
];

/** The main job: two secrets of one profile, run. */
export const MAIN_JOB: Scenario = {
  name: "a profile runs",
  run: async ({ line, seeded }) => {
    for (const key of ["username", "password"]) {
      const args = ["secret", "create", `nas-${key}`, "--connection", "prod", "--remote-name", NAS];
      expectCode(await line.keyferry([...args, "--key", key, "--type", key]), 0);
    }
    expectCode(await line.keyferry(["profile", "create", "nightly"]), 0);
    expectCode(await line.keyferry(["profile", "use", "nightly", "sftp.username", "nas-username"]), 0);
    expectCode(await line.keyferry(["profile", "use", "nightly", "sftp.password", "nas-password"]), 0);
    expectCode(await line.keyferry(["check", "nightly"]), 0);
    const deliver = ["sftp.username=env:NAS_USER", "sftp.password=env:NAS_PASSWORD"].flatMap((d) => ["--deliver", d]);
    const ran = await line.keyferry(["run", "nightly", ...deliver, ...witness(line, ["NAS_USER", "NAS_PASSWORD"])]);
    expectValues(expectCode(ran, 0), { NAS_USER: seeded.username, NAS_PASSWORD: seeded.password });
  },
};

/** Last: nothing that was printed or written holds a value or a credential. */
export const NO_LEAK: Scenario = {
  name: "no value was printed or written",
  run: async (ground) => {
    const scanner = new LeakScanner(valuesOf(ground));
    for (const text of ground.line.printed) scanner.scanText(text, "the output");
    const found = [...scanner.report().findings, ...(await scanner.scanDirectory(ground.line.folder))];
    claim(found.length === 0, `found in ${[...new Set(found.map(({ source }) => source))].join(", ")}`);
  },
};
