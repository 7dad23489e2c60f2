import stringWidth from "string-width";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connect, type Ground, openGround, prepare } from "./ground.ts";

const VALUE = "cnry_44aa01c9e2";
let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
  await connect(ground);
  for (let index = 0; index < 400; index += 1) ground.store.put(`names/${index}`, { text: VALUE });
  await prepare(ground, ({ secrets }) =>
    secrets.create({ name: "one", connection: "prod", remoteName: "names/1", type: "password", unchecked: true }),
  );
  await prepare(ground, ({ profiles }) =>
    profiles.create({ name: "nightly", settings: { "sftp.password": { secret: "one" } } }),
  );
});
afterEach(() => {
  ground.leave();
  ground.store.clearFaults();
});
afterAll(() => ground.close());

const slowly = (ms: number) => ground.store.fault({ kind: "delay", ms });

describe("what takes longer than a second", () => {
  it("says which page of which connection it waits for, and how many names there are, and goes without a trace", async () => {
    slowly(1_100);
    const terminal = ground.start(["connection", "names", "prod"]);
    await terminal.shows(/^reading names: prod, page \d, \d00 names$/m);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.screen()).not.toContain("reading names");
    expect(terminal.screen()).toMatch(/^NAME .*\nnames\/0 /);
  });

  it.each([
    [["connection", "check", "prod"], /^proving the login of prod/m],
    [["check", "nightly"], /^reading the secrets: prod, reading 1/m],
    [["run", "nightly", "--deliver", "sftp.password=env:P", "--", "true"], /^reading the secrets: prod/m],
    [["secret", "keys", "prod", "names/1"], /^reading the key names: prod/m],
    [["secret", "modify", "one", "--newest"], /^looking at the secret: prod/m],
  ])("is shown for %j, on one line of 40 columns", async (argv, line) => {
    slowly(3_500);
    const terminal = ground.start(argv, { columns: 40 });
    const shown = await terminal.shows(line);
    for (const each of shown.split("\n")) expect(stringWidth(each)).toBeLessThanOrEqual(40);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.written()).not.toContain(VALUE);
    expect(terminal.screen()).not.toMatch(line);
  });

  it("is shown while an import looks at each secret, and does not outlive a Ctrl-C", async () => {
    ground.store.fault({ kind: "delay", ms: 60_000, operation: "GetSecretValue" });
    const terminal = ground.start(["secret", "import", "--connection", "prod", "--filter", "names/39", "--yes"]);
    await terminal.shows(/^looking at each of them: prod, reading 1 secret$/m);
    terminal.press("ctrlC");
    expect(await terminal.ended()).toBe(130);
    expect(await ground.list("secret", "list")).toHaveLength(1);
  });

  it("is not shown in a pipe", async () => {
    slowly(1_500);
    const { code, stderr } = await ground.run(["check", "nightly"]);
    expect([code, stderr]).toEqual([0, ""]);
  });
});

describe("tables", () => {
  it.each([
    [{ columns: 40, rows: 24 }, {}],
    [{ columns: 80, rows: 0 }, {}],
    [{ columns: 80, rows: 24 }, { NO_COLOR: "1" }],
    [{ columns: 60, rows: 24 }, { LC_ALL: "C" }],
    [{ columns: 60, rows: 24 }, { TERM: "dumb" }],
  ])("fit a terminal of %j with %j", async (size, env) => {
    const name = "パスワード 🔑";
    await prepare(ground, async ({ secrets }) => {
      if ((await secrets.list()).some((secret) => secret.name === name)) return;
      const remoteName = "a/very/long/path/that/no/terminal/shows/on/one/line/of/its/own/names/2";
      await secrets.create({ name, connection: "prod", remoteName, type: "password", unchecked: true });
    });
    const terminal = ground.start(["secret", "list"], { ...size, env });
    expect(await terminal.ended()).toBe(0);
    const what = [size.columns, size.rows, ...Object.entries(env).flat()].join("-");
    await expect(terminal.screen()).toMatchFileSnapshot(`screens/table-${what}.txt`);
    const coloured = terminal.written().includes("\u001b[1m");
    expect(coloured).toBe(!("NO_COLOR" in env || "TERM" in env));
  });
});
