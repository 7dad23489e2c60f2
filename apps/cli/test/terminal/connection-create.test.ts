import { readdirSync } from "node:fs";
import type { Terminal } from "@keyferry/test-harness/terminal";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Answer, answer, list } from "./answers.ts";
import { type Ground, openGround } from "./ground.ts";

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterEach(() => ground.leave());
afterAll(() => ground.close());

const screen = (name: string) => `screens/${name}.txt`;

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

  it("asks for a login that is to be sealed before the proof, and seals it with the connection", async () => {
    const { accessKeyId, secretAccessKey } = ground.store.credentials;
    const typed = QUESTIONS.filter(([asked]) => !String(asked).includes("name of the variable"));
    const walk = typed.map(([asked, text]): Answer => {
      if (text === "prod") return [asked, "sealed"];
      return String(asked).includes("Where does") ? [asked, "typed now"] : [asked, text];
    });
    const keeper: readonly Answer[] = [
      [list("Who keeps the key"), "key-file"],
      [/Absolute path of the key file/, `${ground.env.HOME}/sealing-key`],
    ];
    const hidden = async (terminal: Terminal, last: string) => {
      for (const [question, text] of [
        [/Access key ID \(not shown\)[^✔]*$/, accessKeyId],
        [/Secret access key \(not shown\)[^✔]*$/, last],
      ] as const) {
        await terminal.shows(question);
        terminal.type(text);
        terminal.press("enter");
      }
    };
    const before = await ground.list("connection", "list");
    const refused = creating(ground.store.endpoint);
    await answer(refused, ...walk);
    await hidden(refused, "cnry_mistyped_key_0123456789");
    await answer(refused, ...keeper, [list("could not be proved"), "nothing"]);
    expect([await refused.ended(), await ground.list("connection", "list")]).toEqual([77, before]);
    expect(readdirSync(`${ground.env.HOME}/keyferry`)).not.toContain("credentials.sealed.json");
    const terminal = creating(ground.store.endpoint);
    await answer(terminal, ...walk);
    await hidden(terminal, secretAccessKey);
    await answer(terminal, ...keeper);
    expect(await terminal.ended()).toBe(0);
    for (const { written } of [refused, terminal]) {
      for (const secret of [secretAccessKey, "cnry_"]) expect(written()).not.toContain(secret);
    }
    const sources = { accessKeyId: "stored", secretAccessKey: "stored" };
    expect(await ground.list("connection", "status", "sealed")).toMatchObject({ sources, sealed: { fits: true } });
    expect((await ground.run(["connection", "check", "sealed"])).code).toBe(0);
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

  it("asks anew for what was mistyped, and keeps the rest", async () => {
    const terminal = creating("http://127.0.0.1:1", 160);
    await answer(terminal, ...QUESTIONS.map(([asked, text]): Answer => [asked, text === "prod" ? "mended" : text]));
    await answer(terminal, [/could not be proved[^✔]*enter picks$/, "change what"]);
    await answer(terminal, [list("\\? Region"), ""], [list("\\? Endpoint"), "another one"]);
    await terminal.shows(/Endpoint \(such as [^✔]*127\.0\.0\.1:1$/);
    terminal.press("ctrlU");
    await answer(terminal, [/\(http:[^✔]*\)$/, ground.store.endpoint]);
    for (const field of ["STS endpoint", "FIPS", "Dual-stack", "CA file", "Proxy", "Account", "How to log in"])
      await answer(terminal, [list(`\\? ${field}`), ""]);
    await answer(terminal, [list("Access key ID come from"), ""], [list("Secret access key come from"), ""]);
    expect(await terminal.ended()).toBe(0);
    expect(await ground.list("connection", "show", "mended")).toMatchObject({
      fields: { region: "eu-west-1", endpoint: ground.store.endpoint },
      auth: { method: "access-key", sources: { accessKeyId: "env:ACCESS_KEY_ID" } },
    });
  });
});
