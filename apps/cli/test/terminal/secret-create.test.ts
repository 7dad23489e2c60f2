import { generateKeyPairSync } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connect, type Ground, openGround } from "./ground.ts";

const VALUE = "cnry_5be2a0d1c7";
const { privateKey } = generateKeyPairSync("ed25519");
const KEY = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
  await connect(ground);
  const nas = { username: `nas-${VALUE}`, password: VALUE, ssh: { private_key: KEY, port: 22 } };
  ground.store.put("backup/nas", { text: JSON.stringify(nas), description: "The backup server in the cellar" });
  ground.store.put("api/token", { text: VALUE, description: "Upload interface" });
  ground.store.put("mail/räksmörgås", { text: VALUE });
});
afterEach(() => ground.leave());
afterAll(() => ground.close());

const screen = (name: string) => `screens/${name}.txt`;

describe("secret create in a terminal", () => {
  it("picks the connection, the secret, its key, its type and its name, keystroke by keystroke", async () => {
    const terminal = ground.start(["secret", "create"]);
    await expect(await terminal.shows(/Connection.*enter picks$/s)).toMatchFileSnapshot(screen("secret-1-connection"));
    terminal.press("enter");
    await expect(await terminal.shows(/mail.*typed by you\n[^\n]*enter picks$/s)).toMatchFileSnapshot(
      screen("secret-2-list"),
    );
    terminal.type("cellar");
    await expect(await terminal.shows(/Secret cellar\n.*1 of 3\n[^\n]*enter picks$/s)).toMatchFileSnapshot(
      screen("secret-3-filtered"),
    );
    terminal.press("enter");
    await expect(await terminal.shows(/Key.*enter picks$/s)).toMatchFileSnapshot(screen("secret-4-keys"));
    terminal.press("down");
    await terminal.shows("❯ password");
    terminal.press("enter");
    await expect(await terminal.shows(/Type.*enter picks$/s)).toMatchFileSnapshot(screen("secret-5-type"));
    terminal.press("enter");
    await expect(await terminal.shows("secret nas-password")).toMatchFileSnapshot(screen("secret-6-name"));
    terminal.press("enter");
    await expect(await terminal.shows(/Description.*cellar$/)).toMatchFileSnapshot(screen("secret-7-description"));
    terminal.press("enter");
    expect(await terminal.ended()).toBe(0);
    await expect(terminal.screen()).toMatchFileSnapshot(screen("secret-8-done"));
    expect(terminal.written()).not.toContain(VALUE);
    expect(await ground.list("secret", "list")).toMatchObject([
      {
        name: "nas-password",
        remoteName: "backup/nas",
        key: "password",
        type: "password",
        description: "The backup server in the cellar",
      },
    ]);
  });

  it("reaches a nested key by its pointer, guesses its type, and leaves an edited description and name to the person", async () => {
    const terminal = ground.start(["secret", "create", "--connection", "prod", "--remote-name", "backup/nas"]);
    await terminal.shows(/Key.*enter picks$/s);
    terminal.type("ssh/priv");
    await terminal.shows("❯ /ssh/private_key");
    terminal.press("enter");
    await terminal.shows("❯ private-key");
    terminal.press("enter");
    await terminal.shows("secret nas-private_key");
    terminal.press("ctrlU");
    terminal.type("a/b");
    terminal.press("enter");
    await terminal.shows("it holds a slash");
    terminal.press("ctrlU");
    terminal.type("NAS-Password");
    terminal.press("enter");
    await terminal.shows('there is a secret "nas-password" already');
    terminal.press("ctrlU");
    terminal.type("nas key");
    terminal.press("enter");
    expect(await terminal.ended()).toBe(0);
    expect(await ground.list("secret", "show", "nas key")).toMatchObject({
      key: "/ssh/private_key",
      type: "private-key",
    });
  });

  it("leaves everything as it was at Ctrl-C, at each of its questions", async () => {
    const before = await ground.list("secret", "list");
    const questions = [
      /Connection.*picks/s,
      /Secret.*typed by you/s,
      /Key.*picks/s,
      /Type.*picks/s,
      /own name.*nas-username$/,
    ];
    for (const [at] of questions.entries()) {
      const terminal = ground.start(["secret", "create"]);
      for (const question of questions.slice(0, at)) {
        await terminal.shows(question);
        terminal.press("enter");
      }
      await terminal.shows(questions[at] ?? "");
      terminal.press("ctrlC");
      expect(await terminal.ended()).toBe(130);
      expect(terminal.screen()).toMatch(/cancelled/);
    }
    expect(await ground.list("secret", "list")).toEqual(before);
  });
});
