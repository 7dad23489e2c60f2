import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Terminal } from "@keyferry/test-harness/terminal";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { answer, list } from "./answers.ts";
import { connect, type Ground, openGround } from "./ground.ts";

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
  await connect(ground);
});
afterEach(() => ground.leave());
afterAll(() => ground.close());

const FAILED = list("could not be proved");
const WRONG = "cnry_mistyped_key_0123456789";

async function typeLogin(terminal: Terminal, secretAccessKey: string): Promise<void> {
  for (const [question, text] of [
    [/Access key ID \(not shown\)[^✔]*$/, ground.store.credentials.accessKeyId],
    [/Secret access key \(not shown\)[^✔]*$/, secretAccessKey],
  ] as const) {
    await terminal.shows(question);
    terminal.type(text);
    terminal.press("enter");
  }
}

it("shows nothing of what is typed, also by the key by which the library shows it", async () => {
  const terminal = ground.start(["connection", "login", "prod"], { columns: 100 });
  await terminal.shows(/Access key ID \(not shown\)/);
  terminal.type(`${WRONG}\u0014x`);
  // What is typed next is seen only once all of that was taken.
  await wait(500);
  terminal.press("enter");
  await terminal.shows(/Secret access key \(not shown\)/);
  terminal.press("ctrlC");
  expect(await terminal.ended()).toBe(130);
  expect(terminal.written()).not.toContain(WRONG);
  expect(terminal.screen()).not.toContain("toggle");
});

// One person's way: each case builds on the one before.
describe("connection login in a terminal", () => {
  const start = () => ground.start(["connection", "login", "prod"], { columns: 100 });

  it("leaves a question for a passphrase on the screen, and everything as it was at Ctrl-C there", async () => {
    const before = ground.bytes();
    const terminal = start();
    await typeLogin(terminal, ground.store.credentials.secretAccessKey);
    await answer(terminal, [list("Who keeps the key"), "passphrase"]);
    await terminal.shows(/New passphrase[^\n]*$/);
    // Longer than a person's patience, after which a line says what is waited for.
    await wait(2_500);
    expect(terminal.screen()).toMatch(/New passphrase[^\n]*$/);
    expect(terminal.screen()).not.toContain("proving the login");
    terminal.press("ctrlC");
    expect(await terminal.ended()).toBe(130);
    expect(ground.bytes()).toEqual(before);
  });

  it("proves what is typed before it is sealed, and leaves what was there where the manager refuses it", async () => {
    const before = ground.bytes();
    const terminal = start();
    await typeLogin(terminal, WRONG);
    const keyFile = join(ground.folder, "home", "sealing-key");
    await answer(terminal, [list("Who keeps the key"), "key-file"], [/Absolute path of the key file/, keyFile]);
    await terminal.shows(FAILED);
    expect(ground.bytes()).toEqual(before);
    await answer(terminal, [FAILED, "type the login"]);
    await typeLogin(terminal, ground.store.credentials.secretAccessKey);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.screen()).toContain(
      "connection prod logged in (accessKeyId, secretAccessKey sealed, keeper key-file:",
    );
    const sealed = ground.bytes();
    const again = start();
    await typeLogin(again, WRONG);
    await answer(again, [FAILED, "nothing"]);
    expect(await again.ended()).toBe(77);
    expect(ground.bytes()).toEqual(sealed);
    expect((await ground.run(["connection", "check", "prod"])).code).toBe(0);
    for (const { written } of [terminal, again]) {
      expect(written()).not.toContain(WRONG);
      expect(written()).not.toContain(ground.store.credentials.secretAccessKey);
    }
  });
});
