import stringWidth from "string-width";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connect, type Ground, openGround } from "./ground.ts";

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
  await connect(ground);
  for (let index = 0; index < 10_000; index += 1) {
    ground.store.put(`team-${index % 40}/secret-${String(index).padStart(5, "0")}`, { text: "x" });
  }
});
afterEach(() => {
  ground.leave();
  ground.store.clearFaults();
});
afterAll(() => ground.close());

const picking = (options?: Parameters<Ground["start"]>[1]) =>
  ground.start(["secret", "create", "--connection", "prod", "--unchecked"], options);

describe("a picker over 10,000 names", () => {
  it("shows the first page before the last has come, and asks for no more once one is picked", async () => {
    ground.store.fault({ kind: "delay", ms: 400, operation: "ListSecrets" });
    const before = ground.store.calls.length;
    const terminal = picking();
    const shown = await terminal.shows(/\d+00 … prod, page \d+, \d+00 names/);
    expect(shown).toContain("❯ team-0/secret-00000");
    terminal.type("secret-00039");
    await terminal.shows(/❯ team-39\/secret-00039.*1 of [\d,]+/s);
    terminal.press("enter");
    await terminal.shows("Type");
    terminal.press("ctrlC");
    expect(await terminal.ended()).toBe(130);
    const lists = ground.store.calls.slice(before).filter(({ operation }) => operation === "ListSecrets");
    expect(lists.length).toBeLessThan(100);
  });

  it("finds by several words, moves by line and page, and stays at the ends", async () => {
    const terminal = picking();
    await terminal.shows(/^ {2}10,000$/m);
    terminal.type("099 team-39");
    await terminal.shows(/^❯ team-39\/secret-00999\n.*^ {2}4 of 10,000$/ms);
    terminal.press("ctrlU");
    await terminal.shows(/^ {2}10,000$/m);
    terminal.press("up");
    terminal.press("pageDown");
    await terminal.shows("❯ team-10/secret-00010");
    terminal.press("down");
    await terminal.shows("❯ team-11/secret-00011");
    terminal.press("pageUp", "pageUp");
    await terminal.shows("❯ team-0/secret-00000");
  });

  it("picks nothing before the first name has come, whatever is pressed", async () => {
    ground.store.fault({ kind: "delay", ms: 4_000, operation: "ListSecrets", times: 1 });
    const terminal = picking();
    await terminal.shows(/^ {2}0 … asking prod$/m);
    terminal.press("enter", "down", "enter");
    const shown = await terminal.shows("❯ team-0/secret-00000");
    expect(shown).not.toContain("Its name in the manager");
  });

  it("goes on when the terminal gets another size", async () => {
    const terminal = picking();
    await terminal.shows(/^ {2}10,000$/m);
    terminal.resize(40, 12);
    terminal.type("00777");
    const shown = await terminal.shows("❯ team-17/secret-00777");
    expect(shown).toContain("1 of 10,000");
  });

  it("says why the list ends, where the manager fails in its middle", async () => {
    const terminal = picking();
    ground.store.fault({ kind: "delay", ms: 300, operation: "ListSecrets" });
    await terminal.shows(/prod, page \d/);
    ground.store.fault({ kind: "http-status", status: 403, operation: "ListSecrets" });
    expect(await terminal.ended()).not.toBe(0);
    expect(terminal.screen()).toMatch(/error: /);
  });
});

describe("names that are made to harm", () => {
  const NAMES = ["パスワード/サーバー", "e\u0301cole/👩‍💻", "مرور/سر", `${"long/".repeat(50)}end`];
  const DESCRIPTION = "\u001b]52;c;aGk=\u0007 \u202egnp.exe \u001b[2J\r\nsecond line";
  let harmful: Ground;

  beforeAll(async () => {
    harmful = await openGround();
    await connect(harmful);
    for (const name of NAMES) harmful.store.put(name, { text: "x", description: DESCRIPTION });
  });
  afterEach(() => harmful.leave());
  afterAll(() => harmful.close());

  it.each([
    ["80 columns", { columns: 80, rows: 24 }, {}],
    ["40 columns", { columns: 40, rows: 10 }, {}],
    ["a terminal without Unicode", { columns: 60, rows: 24 }, { LC_ALL: "C" }],
    ["a terminal without colour", { columns: 60, rows: 24 }, { NO_COLOR: "1" }],
    ["a terminal that does not know its size", { columns: 80, rows: 0 }, {}],
  ])("are data in %s", async (what, size, env) => {
    const terminal = harmful.start(["secret", "create", "--connection", "prod"], { ...size, env });
    const shown = await terminal.shows(/long.*enter pic\S+$/s);
    await expect(shown).toMatchFileSnapshot(`screens/picker-${what.replaceAll(" ", "-")}.txt`);
    for (const line of shown.split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
    const written = terminal.written();
    for (const harm of ["\u001b]52", "\u202e", "\u001b[2J"]) expect(written).not.toContain(harm);
    const coloured = written.split("\u001b").some((part) => /^\[[\d;]*m/.test(part));
    expect(coloured).toBe(!("NO_COLOR" in env));
    if ("LC_ALL" in env) expect(Buffer.byteLength(written)).toBe(written.length);
  });
});
