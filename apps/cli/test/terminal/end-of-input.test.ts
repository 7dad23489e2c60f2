import { startTerminal, type Terminal } from "@keyferry/test-harness/terminal";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Answer, answer, list } from "./answers.ts";
import { connect, type Ground, MAIN, openGround } from "./ground.ts";

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
  await connect(ground);
});
afterEach(() => ground.leave());
afterAll(() => ground.close());

const HIDDEN = /Access key ID \(not shown\)[^✔]*$/;
/** A question of each kind: its command, the answers before it, and the question. */
const QUESTIONS: Readonly<Record<string, readonly [string, readonly Answer[], RegExp]>> = {
  "a picker": ["connection create", [], list("Provider")],
  "a picker of a manager's names": ["secret create --connection prod", [], list("another name")],
  "a text": ["connection create", [[list("Provider"), "aws"]], /Name of the connection[^\n]*$/],
  "a hidden text": ["connection login prod", [], HIDDEN],
};

async function asking(name: string): Promise<Terminal> {
  const [command, before, question] = QUESTIONS[name] ?? ["", [], /$/];
  const terminal = ground.start(command.split(" "), { columns: 100 });
  await answer(terminal, ...before);
  await terminal.shows(question);
  return terminal;
}

describe("the end of what is typed", { timeout: 60_000 }, () => {
  it.each(Object.keys(QUESTIONS))("at %s cancels the command, and leaves everything as it was", async (name) => {
    const before = ground.bytes();
    const terminal = await asking(name);
    terminal.press("ctrlD");
    expect(await terminal.ended()).toBe(130);
    expect(terminal.screen()).toMatch(/error: cancelled at a question \(cancelled\)\n {2}next: nothing was changed$/);
    expect(terminal.written()).not.toContain("Warning");
    expect(ground.bytes()).toEqual(before);
  });

  it("is none where something is typed: Ctrl-D takes the character under the cursor away", async () => {
    const terminal = await asking("a text");
    terminal.type("prox\u001b[D");
    await terminal.shows("prox");
    terminal.press("ctrlD");
    await terminal.shows(/Name of the connection pro$/);
    terminal.type("d2");
    terminal.press("enter");
    await terminal.shows(/✔ Name of the connection prod2\n/);
  });

  it.runIf(process.platform !== "win32")(
    "is none where the command was stopped for a while: the question goes on",
    async () => {
      const line = `'${process.execPath}' --disable-warning=ExperimentalWarning '${MAIN}' connection create`;
      const shell = { program: "bash", args: ["--norc", "-i"], cwd: ground.folder, columns: 400 };
      const terminal = startTerminal({ ...shell, env: { ...ground.env, PS1: "at the shell: " } });
      try {
        await answer(terminal, [/at the shell:$/, line]);
        await terminal.shows(list("Provider"));
        terminal.type("\u001a");
        await terminal.shows(/Stopped.*\n.*at the shell:/);
        terminal.type("fg\r");
        await terminal.shows(/at the shell: fg[^\n]*\n[^\n]*connection create/);
        terminal.type("aws");
        await terminal.shows(/Provider aws\n❯ aws[^✔]*enter picks/);
        terminal.press("enter");
        await terminal.shows(/✔ Provider aws\n\? Name of the connection/);
        terminal.press("ctrlC");
        await terminal.shows(/cancelled at a question.*at the shell:$/s);
      } finally {
        terminal.close();
      }
    },
  );
});
