import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type IPty, spawn } from "@lydell/node-pty";
import { describe, expect, it } from "vitest";
import type { WrappedJob } from "../support/start-wrapper.ts";

const VALUE = "canary-value-4711";

const hasPython = spawnSync("python3", ["-c", "import pty"]).status === 0;

/** A program on a terminal that takes 4 KiB each twentieth of a second, and gives them to standard output. */
const SLOW_TERMINAL = `import os, pty, sys, time
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
while True:
    try:
        some = os.read(terminal, 4096)
    except OSError:
        break
    if not some:
        break
    os.write(1, some)
    time.sleep(0.25)
os.waitpid(pid, 0)`;

/** Runs the wrapper on a terminal as a person would; `answer` types what it gives for what has been written. */
async function onTerminal(
  job: Omit<WrappedJob, "program" | "args"> & { readonly script: string },
  answer: (written: string, terminal: IPty) => string | undefined = () => undefined,
) {
  const { script, ...rest } = job;
  const wrapper = fileURLToPath(new URL("../support/wrapper.ts", import.meta.url));
  const args = [wrapper, JSON.stringify({ program: "sh", args: ["-c", script], redact: true, ...rest })];
  const env = { ...process.env, TERM: "xterm-256color" };
  const terminal = spawn(process.execPath, args, { cols: 100, rows: 30, env, name: "xterm-256color" });
  let written = "";
  terminal.onData((data) => {
    written += data;
    const typed = answer(written, terminal);
    if (typed !== undefined) terminal.write(typed);
  });
  const { exitCode } = await new Promise<{ exitCode: number }>((resolve) => terminal.onExit(resolve));
  return { code: exitCode, written: written.replace(/wrapper: rss \d+\r\n/, "") };
}

/** Answers once, when a text is there. */
function when(text: string, typed: string | ((terminal: IPty) => string | undefined)) {
  let done = false;
  return (written: string, terminal: IPty) => {
    if (done || !written.includes(text)) return undefined;
    done = true;
    return typeof typed === "string" ? typed : typed(terminal);
  };
}

describe.runIf(process.platform !== "win32")("masking on a terminal", () => {
  const secrets = { TOKEN: VALUE };

  it("masks the values, and leaves the job a terminal with colour and size", async () => {
    const script = `for n in 0 1 2; do test -t $n && echo tty; done; stty size; echo "$TERM"; printf '\\033[31m%s\\033[0m\\n' "$TOKEN"; echo "$TOKEN" >&2; exit 9`;
    const { code, written } = await onTerminal({ script, secrets });
    expect(written).toBe(
      "tty\r\ntty\r\ntty\r\n30 100\r\nxterm-256color\r\n\u001b[31m[secret]\u001b[0m\r\n[secret]\r\n",
    );
    expect(code).toBe(9);
  });

  it("keeps the exit code of a job that closes its streams before it exits", async () => {
    const { code, written } = await onTerminal({ script: "echo out; exec <&- >&- 2>&-; sleep 0.3; exit 5", secrets });
    expect([code, written]).toEqual([5, "out\r\n"]);
  });

  it("lets a prompt through at once, and carries what is typed, hidden where the job hides it", async () => {
    const script = `printf 'name? '; read -r name; stty -echo; printf 'word? '; read -r word; stty echo; echo; echo "$name $word"`;
    const name = when("name? ", "me\r");
    const word = when("word? ", "hidden\r");
    const { written } = await onTerminal(
      { script, secrets },
      (text, terminal) => name(text, terminal) ?? word(text, terminal),
    );
    expect(written).toBe("name? me\r\nword? \r\nme hidden\r\n");
  });

  it("passes the terminal's size on when it changes", async () => {
    const script = "trap 'stty size; exit 0' WINCH; echo ready; while :; do sleep 0.05; done";
    const resize = when("ready", (terminal) => void terminal.resize(60, 20));
    expect((await onTerminal({ script, secrets }, resize)).written).toBe("ready\r\n20 60\r\n");
  });

  it("makes one SIGINT of Ctrl-C, for the job alone", async () => {
    const script = "trap 'echo int' INT; echo ready; sleep 0.3; sleep 0.7; echo done; exit 3";
    const { code, written } = await onTerminal({ script, secrets }, when("ready", "\u0003"));
    expect(written.match(/int/g)).toHaveLength(1);
    expect([code, written.endsWith("done\r\n")]).toEqual([3, true]);
  });

  it("waits for a job that lives on when the terminal is gone", async () => {
    const script = "trap '' HUP; echo ready; sleep 0.5; echo more; sleep 0.5; exit 6";
    const hangUp = when("ready", (terminal) => {
      (terminal as IPty & { destroy(): void }).destroy();
      return undefined;
    });
    expect((await onTerminal({ script, secrets }, hangUp)).code).toBe(6);
  });

  it("does the same for a job without values", async () => {
    expect((await onTerminal({ script: "stty size; echo $((6 * 7))" })).written).toBe("30 100\r\n42\r\n");
  });

  it("gives 128 + n where the job ends by a signal, and leaves the terminal as it was", async () => {
    const { code, written } = await onTerminal({ script: "kill -TERM $$", secrets });
    expect([code, written]).toEqual([143, ""]);
  });

  it("says what cannot be started, and what cannot go together", async () => {
    const missing = await onTerminal({ script: "", secrets, ...{ program: "keyferry-no-such-program" } });
    expect(missing.code).toBe(127);
    expect(missing.written).toContain("was not found");
    const descriptor = await onTerminal({ script: "cat <&3", deliver: { "fd:3": VALUE } });
    expect(descriptor.code).toBe(70);
    expect(descriptor.written).toMatch(/are the terminal's/);
  });

  const manyLines = (count: number) =>
    `i=0; while [ $i -lt ${count} ]; do echo "$i $TOKEN 0123456789012345678901234567890123456789"; i=$((i+1)); done`;
  const linesOf = (written: string) => written.split("\r\n").filter((line) => /^\d+ \[secret\] \d{40}$/.test(line));

  it("carries much output without loss", async () => {
    const { written } = await onTerminal({ script: manyLines(400), secrets });
    expect(linesOf(written)).toHaveLength(400);
  });

  it.runIf(hasPython)("carries it without loss to a terminal that is slow, as over a thin line", async () => {
    const wrapper = fileURLToPath(new URL("../support/wrapper.ts", import.meta.url));
    const job = JSON.stringify({ program: "sh", args: ["-c", manyLines(1_200)], redact: true, secrets });
    const { stdout } = await promisify(execFile)("python3", ["-c", SLOW_TERMINAL, process.execPath, wrapper, job]);
    expect(linesOf(stdout)).toHaveLength(1_200);
  });
});
