import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Answer, answer } from "./answers.ts";
import { type Ground, openGround } from "./ground.ts";

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterEach(() => ground.leave());
afterAll(() => ground.close());

const screen = (name: string) => `screens/${name}.txt`;
/** A list that is whole on the screen, as the last thing of it. */
const list = (message: string) => new RegExp(`${message}[^✔]*enter picks$`);

/** Every question on the way to a connection with a key pair. */
const QUESTIONS: readonly Answer[] = [
  [list("Provider"), "aws"],
  [/Name of the connection$/, "prod"],
  [list("Region"), "eu-west-1"],
  [list("How to log in"), "access key"],
  [list("Where does Access key ID come from"), ""],
  [/Access key ID: name of the variable ACCESS_KEY_ID$/, ""],
  [list("Where does Secret access key come from"), "variable"],
  [/Secret access key: name of the variable SECRET_ACCESS_KEY$/, ""],
  [list("Anything else"), ""],
];

function creating(endpoint: string, columns = 100) {
  const { AKID = "", SAK = "" } = ground.env;
  const env = { ACCESS_KEY_ID: AKID, SECRET_ACCESS_KEY: SAK };
  return ground.start(["connection", "create", "--set", `endpoint=${endpoint}`], { columns, env });
}

describe("connection create in a terminal", () => {
  it("offers providers, fields, logins and sources, and proves the login before it saves", async () => {
    const terminal = creating(ground.store.endpoint);
    const names = ["provider", "name", "region", "login", "source"];
    for (const [at, asked] of QUESTIONS.entries()) {
      const shown = await terminal.shows(asked[0]);
      if (names[at]) await expect(shown).toMatchFileSnapshot(screen(`connection-${at + 1}-${names[at]}`));
      await answer(terminal, asked);
    }
    expect(await terminal.ended()).toBe(0);
    await expect(terminal.screen()).toMatchFileSnapshot(screen("connection-6-done"));
    expect(terminal.written()).not.toContain(ground.env.SAK);
    const sources = { accessKeyId: "env:ACCESS_KEY_ID", secretAccessKey: "env:SECRET_ACCESS_KEY" };
    expect(await ground.list("connection", "show", "prod")).toMatchObject({ provider: "aws", auth: { sources } });
  });

  it("leaves everything as it was at Ctrl-C, at each of its questions, also at the one after a failed check", async () => {
    const before = await ground.list("connection", "list");
    for (const at of [0, 3, 5, QUESTIONS.length]) {
      const terminal = creating("http://127.0.0.1:1");
      await answer(
        terminal,
        ...QUESTIONS.slice(0, at).map(([asked, text]): Answer => [asked, text === "prod" ? "down" : text]),
      );
      await terminal.shows(QUESTIONS[at]?.[0] ?? /could not be proved[^✔]*enter picks$/);
      terminal.press("ctrlC");
      expect(await terminal.ended()).toBe(130);
    }
    expect(await ground.list("connection", "list")).toEqual(before);
  });

  it("saves an unreachable one where the person says so", async () => {
    const terminal = creating("http://127.0.0.1:1");
    await answer(terminal, ...QUESTIONS.map(([asked, text]): Answer => [asked, text === "prod" ? "down" : text]));
    await answer(terminal, [/could not be proved[^✔]*enter picks$/, "unchecked"]);
    expect(await terminal.ended()).toBe(0);
    expect(await ground.list("connection", "show", "down")).toMatchObject({ provider: "aws" });
  });
});
