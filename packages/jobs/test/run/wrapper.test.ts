import { once } from "node:events";
import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { finish, startUnder, startWrapper } from "../support/start-wrapper.ts";

const secrets = { TOKEN: "canary-value" };

const PATIENCE_MS = 60_000;

/** As proc_pid_stat(5) has it: T where a signal has stopped it. */
function stateOf(pid: number): string | undefined {
  return readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[2];
}

/** Starts a job and waits for its first output, so that a signal reaches a job that is ready for it. */
async function startReady(script: string, graceMs?: number) {
  const wrapper = startWrapper({ program: "sh", args: ["-c", script], secrets, ...(graceMs ? { graceMs } : {}) });
  const [first] = await once(wrapper.stdout, "data");
  wrapper.stdout.pause();
  wrapper.stdout.unshift(first);
  return wrapper;
}

describe("a wrapper as a process", () => {
  it("passes standard input, output and exit code through, masked on both streams", async () => {
    const wrapper = startWrapper({
      program: "sh",
      args: ["-c", 'cat; echo "$TOKEN"; echo "$TOKEN" >&2; exit 3'],
      secrets,
    });
    wrapper.stdin.end("from standard input\n");
    const { code, stdout, stderr } = await finish(wrapper);
    expect(code).toBe(3);
    expect(stdout).toBe("from standard input\n[secret]\n");
    expect(stderr).toMatch(/^\[secret\]\nwrapper: rss \d+\n$/);
  });

  it.each([
    ["SIGTERM", 41],
    ["SIGINT", 42],
    ["SIGHUP", 43],
    ["SIGQUIT", 44],
    ["SIGALRM", 45],
    ["SIGWINCH", 46],
    ["SIGCONT", 47],
  ] as const)("hands %s on once and outlives it", async (signal, code) => {
    const script = `trap 'echo got ${signal}; exit ${code}' ${signal.slice(3)}; echo ready; while :; do sleep 0.05; done`;
    const wrapper = await startReady(script);
    wrapper.kill(signal);
    expect(await finish(wrapper)).toMatchObject({ code, signal: null, stdout: `ready\ngot ${signal}\n` });
  });

  it.runIf(process.platform === "linux")("pauses with its job at SIGTSTP, and both go on at SIGCONT", async () => {
    // In a group of its own under a shell that looks after it, as every job of an interactive one.
    const shell = startUnder(["bash", "-c", 'set -m; "$@" & read -r _', "bash"], {
      program: "sh",
      args: ["-c", "echo $PPID $$; read -r _; echo done"],
      secrets,
    });
    const [first] = await once(shell.stdout, "data");
    const pids = String(first).trim().split(" ").map(Number);
    const [wrapper = 0] = pids;
    process.kill(wrapper, "SIGTSTP");
    await vi.waitFor(() => expect(pids.map(stateOf)).toEqual(["T", "T"]), PATIENCE_MS);
    process.kill(wrapper, "SIGCONT");
    // A shell that ends before leaves a group with a stopped job behind, which the kernel hangs up.
    await vi.waitFor(() => expect(pids.map(stateOf)).not.toContain("T"), PATIENCE_MS);
    shell.stdin.end();
    expect((await finish(shell)).stdout).toBe("done\n");
  });

  it.runIf(process.platform === "linux")("goes on at SIGTSTP where nobody could let it go on again", async () => {
    const wrapper = startUnder(["setsid", "-w"], {
      program: "sh",
      args: ["-c", "echo $PPID; sleep 1; echo done"],
      secrets,
    });
    const [first] = await once(wrapper.stdout, "data");
    process.kill(Number(String(first)), "SIGTSTP");
    expect(await finish(wrapper)).toMatchObject({ code: 0, signal: null, stdout: "done\n" });
  });

  it("kills a job that ignores SIGTERM once the grace is over, and never for SIGINT", async () => {
    const script = "trap '' TERM; trap 'echo int' INT; echo ready; while :; do sleep 0.05; done";
    const wrapper = await startReady(script, 400);
    let output = "";
    wrapper.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    wrapper.stdout.resume();
    wrapper.stderr.resume();
    wrapper.kill("SIGINT");
    await expect.poll(() => output).toBe("ready\nint\n");
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(wrapper.exitCode).toBeNull();
    wrapper.kill("SIGTERM");
    expect((await once(wrapper, "close"))[0]).toBe(137);
    expect(output).toBe("ready\nint\n");
  });

  it("carries 64 MiB through a slow reader in little memory", async () => {
    const script = `const line = Buffer.alloc(65536, "some output of a job\\n"); let n = 1024;
      const write = () => { while (n-- > 0) if (!process.stdout.write(line)) return process.stdout.once("drain", write); };
      write()`;
    const wrapper = startWrapper({ program: process.execPath, args: ["-e", script], secrets });
    let bytes = 0;
    wrapper.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes % 3 !== 0) return;
      wrapper.stdout.pause();
      setImmediate(() => wrapper.stdout.resume());
    });
    const errors = await wrapper.stderr.toArray();
    expect(bytes).toBe(1024 * 65_536);
    const kilobytes = Number(/rss (\d+)/.exec(Buffer.concat(errors).toString())?.[1]);
    expect(kilobytes).toBeLessThan(250 * 1024);
  });

  it("closes the job's pipe when its own reader is gone, and keeps the job's code", async () => {
    const script = "trap '' PIPE; while echo x; do :; done 2>/dev/null; exit 9";
    const wrapper = await startReady(script);
    wrapper.stdout.destroy();
    const closed = once(wrapper, "close");
    wrapper.stderr.resume();
    expect(await closed).toEqual([9, null]);
  });

  it("ends with 127 and a plain message for a program that is not there", async () => {
    const result = await finish(startWrapper({ program: "keyferry-no-such-program", args: [], secrets }));
    expect(result).toMatchObject({ code: 127, stdout: "" });
    expect(result.stderr).toContain('the program "keyferry-no-such-program" was not found (program)');
  });
});
