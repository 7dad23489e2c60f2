import { tmpdir } from "node:os";
import { afterEach, describe, expect, it } from "vitest";
import { startTerminal, type Terminal } from "../../src/terminal/index.ts";

let terminal: Terminal | undefined;
afterEach(() => terminal?.close());

function node(script: string, options: { readonly columns?: number; readonly patienceMs?: number } = {}): Terminal {
  const { PATH = "" } = process.env;
  terminal = startTerminal({
    program: process.execPath,
    args: ["-e", script],
    env: { PATH },
    cwd: tmpdir(),
    ...options,
  });
  return terminal;
}

describe("a program in the pseudo-terminal", () => {
  it("has a terminal of the given width, and its screen is what a person sees", async () => {
    const program = node("console.log(process.stdout.isTTY, process.stdout.columns, 'a\\rb\\u001b[1mパス')", {
      columns: 40,
    });
    expect(await program.ended()).toBe(0);
    expect(program.screen()).toBe("bパス40 a");
    expect(program.written()).toContain("\u001b[1m");
  });

  it("takes keys", async () => {
    const program = node("process.stdin.once('data', (text) => { console.log('got', text.length); process.exit(3) })");
    program.type("ab");
    program.press("enter");
    await program.shows("got 3");
    expect(await program.ended()).toBe(3);
  });

  it("gives up a wait with the screen in the error", async () => {
    const program = node("console.log('something else'); setTimeout(() => {}, 60_000)", { patienceMs: 1_000 });
    await expect(program.shows("never")).rejects.toThrow(/never.*something else/s);
  });

  it("ends by a signal as a shell counts it", async () => {
    const program = node("process.stdin.resume(); console.log('ready')");
    await program.shows("ready");
    program.press("ctrlC");
    expect(await program.ended()).toBe(130);
  });
});
