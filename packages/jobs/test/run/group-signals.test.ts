import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawn } from "@lydell/node-pty";
import { afterEach, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";

const WRAPPER = fileURLToPath(new URL("../support/wrapper.ts", import.meta.url));
const PATIENCE_MS = 30_000;
/** Longer than a signal is waited for that went to the whole group. */
const SETTLED_MS = 500;

/** Says its id and each signal that it gets, a line each, until it is told to end by SIGUSR1. */
const JOB = `for s in INT QUIT HUP TSTP CONT WINCH; do trap "echo SIG$s" $s; done; trap 'exit 7' USR1;
  echo "wrapper $PPID job $$"; while :; do sleep 0.02; done`;

const started: number[] = [];
afterEach(() => {
  for (const pid of started.splice(0)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
});

describe.runIf(process.platform !== "win32")("a job on a real terminal gets each signal once", () => {
  const folder = temporaryFolder();

  /** Starts a job under a wrapper on a terminal; `line` is the shell's, in which `"$@"` is the wrapper. */
  async function start(name: string, line: string) {
    const output = join(folder.path, name);
    const job = JSON.stringify({ program: "sh", args: ["-c", JOB], secrets: { TOKEN: "canary-value" } });
    const env = { ...process.env, OUT: output };
    const terminal = spawn("sh", ["-c", line, "sh", process.execPath, WRAPPER, job], { cols: 80, rows: 24, env });
    started.push(terminal.pid);
    let shown = "";
    terminal.onData((data) => {
      shown += data;
    });
    const ended = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
    const written = () => shown + (existsSync(output) ? readFileSync(output, "utf8") : "");
    const found = await vi.waitFor(() => {
      const [, wrapper, running] = /wrapper (\d+) job (\d+)/.exec(written()) ?? [];
      if (running === undefined) throw new Error(`no job: ${written()}`);
      return { wrapper: Number(wrapper), running: Number(running) };
    }, PATIENCE_MS);
    started.push(found.running, found.wrapper);
    return {
      ...found,
      terminal,
      ended,
      gets: (signal: string) => vi.waitFor(() => expect(written()).toContain(signal), PATIENCE_MS),
      signals: () => written().match(/SIG[A-Z]+/g) ?? [],
      /** What has come, once nothing more comes. */
      async settled() {
        await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
        return this.signals();
      },
    };
  }

  // Which streams the wrapper has; the shell is gone, so that the terminal's foreground is the wrapper and its job. node-pty
  // ends a terminal that no process has open.
  const STREAMS = {
    "all redirected": 'exec "$@" </dev/null >"$OUT" 2>"$OUT.err" 9</dev/tty',
    "the terminal itself": 'exec "$@"',
  };

  describe.each(Object.entries(STREAMS))("%s", (streams, line) => {
    const name = (signal: string) => `${streams.replaceAll(" ", "-")}-${signal}`;

    it("from the keyboard", async () => {
      const job = await start(name("keys"), line);
      job.terminal.write("\u0003");
      await job.gets("SIGINT");
      job.terminal.write("\u001c");
      await job.gets("SIGQUIT");
      job.terminal.resize(60, 20);
      await job.gets("SIGWINCH");
      expect(await job.settled()).toEqual(["SIGINT", "SIGQUIT", "SIGWINCH"]);
      process.kill(job.running, "SIGUSR1");
      expect(await job.ended).toBe(7);
    });

    it("from a program that means the wrapper alone, or the whole group, as a shell does", async () => {
      const job = await start(name("programs"), line);
      const signals = ["SIGINT", "SIGHUP", "SIGCONT"] as const;
      for (const signal of signals) {
        process.kill(job.wrapper, signal);
        await job.gets(signal);
      }
      expect(await job.settled()).toEqual(signals);
      process.kill(-job.wrapper, "SIGQUIT");
      await job.gets("SIGQUIT");
      expect(await job.settled()).toEqual([...signals, "SIGQUIT"]);
    });
  });

  it("also of two pressed one after the other", async () => {
    const job = await start("twice", STREAMS["all redirected"]);
    for (let times = 1; times <= 3; times++) {
      job.terminal.write("\u0003");
      await vi.waitFor(() => expect(job.signals()).toHaveLength(times), PATIENCE_MS);
    }
    expect(await job.settled()).toEqual(["SIGINT", "SIGINT", "SIGINT"]);
  });

  it.runIf(process.platform === "linux")("pauses with its wrapper at Ctrl-Z, and goes on with it at fg", async () => {
    const line =
      'bash --norc --noprofile -c \'set -m; "$@" </dev/null >"$OUT" 2>&1; fg >/dev/null; echo over $?\' bash "$@"';
    const job = await start("pause", line);
    job.terminal.write("\u001a");
    // The shell of the job waits for its sleep, which has stopped, and takes both once bash has let all go on.
    await job.gets("SIGCONT");
    expect((await job.settled()).sort()).toEqual(["SIGCONT", "SIGTSTP"]);
  });

  it.runIf(process.platform === "linux")("and nothing of ours is left behind", async () => {
    const job = await start("rest", STREAMS["all redirected"]);
    const group = () => inGroup(job.wrapper).filter((pid) => ![job.wrapper, job.running].includes(pid));
    expect(group().length).toBeGreaterThan(0);
    process.kill(job.wrapper, "SIGKILL");
    await vi.waitFor(() => expect(group()).toEqual([]), PATIENCE_MS);
    process.kill(job.running, "SIGKILL");
  });
});

/** The processes of a group that have not ended (proc_pid_stat(5)), the commands of the job's own script not counted. */
function inGroup(group: number): number[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const [, comm, rest = ""] = /\((.*)\) (.*)/s.exec(readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
      const [state, , pgrp] = rest.split(" ");
      return Number(pgrp) === group && state !== "Z" && comm !== "sleep" ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}
