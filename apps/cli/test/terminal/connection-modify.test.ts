import { join } from "node:path";
import type { Terminal } from "@keyferry/test-harness/terminal";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Answer, answer, list } from "./answers.ts";
import { connect, type Ground, openGround } from "./ground.ts";

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
  await connect(ground);
});
afterEach(() => ground.leave());
afterAll(() => ground.close());

const screen = (name: string) => `screens/${name}.txt`;

const [REGION, ENDPOINT, LOGIN] = [list("Region"), list("\\? Endpoint"), list("How to log in")];
const [ID, KEY] = [list("Where does Access key ID come from"), list("Where does Secret access key come from")];
const FIELDS: readonly Answer[] = [
  [REGION, ""],
  [ENDPOINT, ""],
  [list("STS endpoint"), ""],
  [list("FIPS endpoint"), ""],
  [list("Dual-stack endpoint"), ""],
  [list("CA file"), ""],
  [list("Proxy"), ""],
  [list("Account"), ""],
  [LOGIN, ""],
];
const SOURCES: readonly Answer[] = [
  [ID, ""],
  [KEY, ""],
];
/** Every question, with the answers that differ from the enter key. */
const walk = (...other: readonly Answer[]): readonly Answer[] =>
  [...FIELDS, ...SOURCES].map(([asked, text]) => other.find(([question]) => question === asked) ?? [asked, text]);
const SEALED: readonly Answer[] = [
  [ID, "typed"],
  [KEY, "typed"],
];
const SAVE = list("Save these changes\\?");
const THERE = list("Is its login for that place\\?");
const FAILED = list("could not be proved");

const modifying = (columns = 100) => ground.start(["connection", "modify", "prod"], { columns, rows: 30 });
const show = () => ground.list("connection", "show", "prod");
const status = () => ground.list("connection", "status", "prod");

/** A screen whose port does not differ from run to run. */
async function shown(terminal: Terminal, question: string | RegExp): Promise<string> {
  return (await terminal.shows(question)).replaceAll(/(127\.0\.0\.1|localhost):\d+/g, "$1:PORT");
}

/** Types without an echo: there is nothing to wait for on the screen. */
async function type(terminal: Terminal, question: RegExp, text: string): Promise<void> {
  await terminal.shows(question);
  terminal.type(text);
  terminal.press("enter");
}

async function typeLogin(terminal: Terminal, secretAccessKey: string): Promise<void> {
  await type(terminal, /Access key ID \(not shown\)[^✔]*$/, ground.store.credentials.accessKeyId);
  await type(terminal, /Secret access key \(not shown\)[^✔]*$/, secretAccessKey);
}

// One person's way: each case builds on the one before.
describe("connection modify in a terminal", () => {
  it("asks for all of it anew, what it has first, and says where nothing differs", async () => {
    const before = ground.bytes();
    const terminal = modifying();
    const names = ["region", "endpoint", "sts", "fips", "", "", "", "", "login", "id", ""];
    for (const [at, asked] of walk().entries()) {
      if (names[at])
        await expect(await shown(terminal, asked[0])).toMatchFileSnapshot(screen(`modify-${at + 1}-${names[at]}`));
      await answer(terminal, asked);
    }
    expect(await terminal.ended()).toBe(0);
    expect(terminal.screen()).toContain("connection prod stays as it is: nothing differs");
    expect(ground.bytes()).toEqual(before);
  });

  it("shows what would differ, proves the login and saves", async () => {
    const terminal = modifying();
    await answer(terminal, ...walk([ID, "variable"]).slice(0, 10));
    await answer(terminal, [/Access key ID: name of the variable ACCESS_KEY_ID$/, ""]);
    await answer(terminal, [KEY, ""]);
    await expect(await shown(terminal, SAVE)).toMatchFileSnapshot(screen("modify-12-summary"));
    terminal.press("enter");
    // There is no such variable: so nothing was saved.
    await terminal.shows(FAILED);
    expect(await show()).toMatchObject({ auth: { sources: { accessKeyId: "env:AKID" } } });
    await answer(terminal, [FAILED, "unchecked"]);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.screen()).toContain("connection prod modified (aws, login by access-key)");
    expect(await show()).toMatchObject({ auth: { sources: { accessKeyId: "env:ACCESS_KEY_ID" } } });
  });

  it("seals a login that is typed once it is proved, and shows nothing of it", async () => {
    const before = ground.bytes();
    const terminal = modifying();
    await answer(terminal, ...walk(...SEALED));
    await answer(terminal, [SAVE, ""]);
    await typeLogin(terminal, "cnry_mistyped_key_0123456789");
    await answer(terminal, [list("Who keeps the key"), "key-file"]);
    await answer(terminal, [/Absolute path of the key file/, join(ground.folder, "home", "sealing-key")]);
    await terminal.shows(FAILED);
    expect(ground.bytes()).toEqual(before);
    await answer(terminal, [FAILED, "type the login"]);
    await typeLogin(terminal, ground.store.credentials.secretAccessKey);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.written()).not.toContain(ground.store.credentials.secretAccessKey);
    expect(terminal.written()).not.toContain("cnry_mistyped");
    const sources = { accessKeyId: "stored", secretAccessKey: "stored" };
    expect(await status()).toMatchObject({ sources, sealed: { fits: true } });
  });

  it("drops a stored login where it points elsewhere, and asks for it again", async () => {
    const endpoint = ground.store.endpoint.replace("127.0.0.1", "localhost");
    const terminal = modifying(160);
    await answer(terminal, [REGION, ""], [ENDPOINT, "another one"]);
    await terminal.shows(/Endpoint \(such as [^✔]*127\.0\.0\.1:\d+$/);
    terminal.press("ctrlU");
    await answer(terminal, [/\(http:[^✔]*\)$/, endpoint], ...walk().slice(2));
    await expect(await shown(terminal, THERE)).toMatchFileSnapshot(screen("modify-13-elsewhere"));
    terminal.press("enter");
    await typeLogin(terminal, ground.store.credentials.secretAccessKey);
    expect(await terminal.ended()).toBe(0);
    expect(await status()).toMatchObject({ origin: { endpoint }, sealed: { fits: true } });
    expect((await ground.run(["connection", "check", "prod"])).code).toBe(0);
  });

  it("leaves everything as it was at Ctrl-C and at a no, wherever it is", async () => {
    const before = ground.bytes();
    const elsewhere = walk([REGION, "us-east-1"]);
    const there: readonly Answer[] = [...elsewhere, [THERE, ""]];
    for (const at of [0, 3, 6, 10, 11]) {
      const terminal = modifying();
      await answer(terminal, ...there.slice(0, at));
      await terminal.shows(there[at]?.[0] ?? "");
      terminal.press("ctrlC");
      expect(await terminal.ended()).toBe(130);
    }
    const typing = modifying();
    await answer(typing, ...there);
    await typing.shows(/Access key ID \(not shown\)[^✔]*$/);
    typing.press("ctrlC");
    expect(await typing.ended()).toBe(130);
    const no = modifying();
    await answer(no, ...elsewhere, [THERE, "change nothing"]);
    expect(await no.ended()).toBe(130);
    const unsaved = modifying();
    await answer(unsaved, ...walk([list("FIPS endpoint"), ""]).slice(0, 9));
    await answer(unsaved, [ID, "as it is"], [KEY, "variable"]);
    await answer(unsaved, [/Secret access key: name of the variable/, ""], [SAVE, "change nothing"]);
    expect(await unsaved.ended()).toBe(130);
    expect(ground.bytes()).toEqual(before);
  });

  it("is a usage error where nobody can be asked", async () => {
    const { code, stderr } = await ground.run(["connection", "modify", "prod"]);
    expect([code, stderr]).toEqual([64, expect.stringContaining("give --set, --unset, --auth or --credential")]);
  });
});
