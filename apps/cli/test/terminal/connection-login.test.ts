import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Terminal } from "@keyferry/test-harness/terminal";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { answer } from "./answers.ts";
import { connect, type Ground, openGround } from "./ground.ts";

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
  await connect(ground);
});
afterEach(() => ground.leave());
afterAll(() => ground.close());

const list = (message: string) => new RegExp(`${message}[^✔]*enter picks$`);
const FAILED = list("could not be proved");
const WRONG = "cnry_mistyped_key_0123456789";

/** Every file of the person's folder, with its bytes. */
function bytes(): unknown[] {
  const folder = join(ground.folder, "home", "keyferry");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => [path, readFileSync(path, "utf8")]);
}

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

// One person's way: each case builds on the one before.
describe("connection login in a terminal", { timeout: 60_000 }, () => {
  const start = () => ground.start(["connection", "login", "prod"], { columns: 100 });

  it("proves what is typed before it is sealed, and leaves what was there where the manager refuses it", async () => {
    const before = bytes();
    const terminal = start();
    await typeLogin(terminal, WRONG);
    const keyFile = join(ground.folder, "home", "sealing-key");
    await answer(terminal, [list("Who keeps the key"), "key-file"], [/Absolute path of the key file/, keyFile]);
    await terminal.shows(FAILED);
    expect(bytes()).toEqual(before);
    await answer(terminal, [FAILED, "type the login"]);
    await typeLogin(terminal, ground.store.credentials.secretAccessKey);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.screen()).toContain(
      "connection prod logged in (accessKeyId, secretAccessKey sealed, keeper key-file:",
    );
    const sealed = bytes();
    const again = start();
    await typeLogin(again, WRONG);
    await answer(again, [FAILED, "nothing"]);
    expect(await again.ended()).toBe(77);
    expect(bytes()).toEqual(sealed);
    expect((await ground.run(["connection", "check", "prod"])).code).toBe(0);
    for (const { written } of [terminal, again]) {
      expect(written()).not.toContain(WRONG);
      expect(written()).not.toContain(ground.store.credentials.secretAccessKey);
    }
  });
});
