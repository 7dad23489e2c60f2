import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Terminal } from "@keyferry/test-harness/terminal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCRIPTS } from "../../src/completion/scripts.ts";
import { connect, type Ground, openGround, prepare } from "../terminal/ground.ts";
import { startShell } from "./shells.ts";

const NAMES = ["my nas", 'it\'s "prod"', "räksmörgås 🚀", "$(touch pwned)", "a:b=c", "plain"];

describe.skipIf(process.platform === "win32")("the completion in a real bash", () => {
  let ground: Ground;
  let terminal: Terminal;

  beforeAll(async () => {
    ground = await openGround();
    await connect(ground);
    const given = { connection: "prod", remoteName: "x", type: "password", unchecked: true } as const;
    await prepare(ground, async ({ secrets, profiles }) => {
      for (const name of NAMES) await secrets.create({ name, ...given });
      await profiles.create({ name: "nightly run" });
    });
    ground.store.put("never/asked", { text: "x" });
    terminal = startShell(ground, "bash", ["--norc", "--noprofile", "-i"], { BASH_SILENCE_DEPRECATION_WARNING: "1" });
    await terminal.shows("$");
    terminal.type("source <(keyferry completion bash); echo loaded-$?\r");
    await terminal.shows(/^loaded-0\n\$$/m);
  });
  afterAll(async () => {
    terminal.close();
    await ground.close();
  });

  it("is bash that bash reads", () => {
    execFileSync("bash", ["-n"], { input: SCRIPTS.bash });
    expect(() => execFileSync("bash", ["-n"], { input: "if (", stdio: ["pipe", "ignore", "ignore"] })).toThrow();
  });

  it.each([
    ["keyferry conn\tsh\tpr\t--js\t", "keyferry connection show prod --json"],
    ["keyferry secret create x --connection p\t--type=priv\t", "--connection prod --type=private-key"],
    ["keyferry profile set nigh\tsftp.hos\t", "keyferry profile set nightly\\ run sftp.host"],
    ["keyferry run --deliver sftp.passw\tenv:P", "keyferry run --deliver sftp.password=env:P"],
    ["keyferry help doc\t", "keyferry help doctor"],
    ["keyferry completion z\t", "keyferry completion zsh"],
    ["keyferry provider nonsense \tx", "keyferry provider nonsense x"],
  ])("completes %j", async (typed, line) => {
    terminal.type(`${typed}#end`);
    const shown = await terminal.shows("#end");
    terminal.press("ctrlU");
    await terminal.shows(/^\$$/m);
    expect(shown.replaceAll(" #end", "#end")).toContain(`${line}#end`);
  });

  it.each([
    ["my\t", "my nas"],
    ["'my\t", "my nas"],
    ["it\t", 'it\'s "prod"'],
    ["räk\t", "räksmörgås 🚀"],
    ["\\$\t", "$(touch pwned)"],
    ['"\\$\t', "$(touch pwned)"],
    ["'$\t", "$(touch pwned)"],
    ['"it\t', 'it\'s "prod"'],
    ["'it\t", 'it\'s "prod"'],
    ["a:b\t", "a:b=c"],
    ["pl\t", "plain"],
  ])("completes %j to a word that means %j", async (typed, name) => {
    const mark = `shown-${typed.length}-${name.length}-${typed.charCodeAt(0)}`;
    terminal.type(`keyferry secret show ${typed}--json; echo ${mark}\r`);
    // With the next prompt: what the next test types before it would be shown by the terminal, too.
    const shown = await terminal.shows(new RegExp(`^${mark}\\n\\$$`, "m"));
    const [, answer] = shown.split(`echo ${mark}\n`);
    expect(answer).toContain(`"name": ${JSON.stringify(name)}`);
    expect(() => execFileSync("ls", [join(ground.folder, "pwned")], { stdio: "ignore" })).toThrow();
  });

  it("leaves files and programs to bash, and asks no manager", async () => {
    writeFileSync(join(ground.folder, "some-file"), "");
    const asked = ground.store.calls.length;
    terminal.type("keyferry run nightly\\ run -- ./some\t");
    await terminal.shows("-- ./some-file");
    terminal.press("ctrlU");
    terminal.type("keyferry secret keys prod \t\tx");
    await terminal.shows(/keys prod x$/);
    expect(ground.store.calls.length).toBe(asked);
  });
});
