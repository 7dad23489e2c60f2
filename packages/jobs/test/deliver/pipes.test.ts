import { existsSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { shell } from "../support/run.ts";
import { secret } from "../support/seal.ts";
import { heldInSharedMemory } from "../support/shared-memory.ts";

const LONG = "cnry0123456789ab".repeat(20_000);

describe.runIf(process.platform === "linux")("pipe", () => {
  it("is in a folder of the job's own, gives the value once, and is gone", async () => {
    const script =
      'stat -c "%a %F" "$(dirname "$P")" "$P"; cat "$P"; echo; cat "$P" 2>&1 || ls "$(dirname "$P")"; echo "$P"';
    const { stdout } = await shell(script, [secret("pipe:P", "cnry-value")]);
    expect(stdout).toMatch(/^700 directory\n600 fifo\ncnry-value\ncat: .*No such file or directory\n/);
    expect(existsSync(dirname(stdout.trim().split("\n").at(-1) ?? ""))).toBe(false);
  });

  it("does not hold a job up that never opens it, or leaves it in the middle", async () => {
    const before = performance.now();
    const payloads = ["A", "B", "C", "D", "E", "F"].map((name) => secret(`pipe:${name}`, LONG));
    const { stdout, outcome } = await shell('head -c 4 "$A"; exit 6', payloads);
    expect([stdout, outcome.code]).toEqual(["cnry", 6]);
    expect(performance.now() - before).toBeLessThan(8_000);
  });

  it("gives more than a pipe holds", async () => {
    expect((await shell('wc -c < "$P"', [secret("pipe:P", LONG)])).stdout).toBe("320000\n");
  });
});

describe.runIf(process.platform === "linux")("stdin and fd", () => {
  it.each(["stdin", "fd:9"])("%s ends with a job that does not read it", async (delivery) => {
    const { outcome } = await shell("exec 0<&- 9<&-; sleep 0.1; exit 7", [secret(delivery, LONG)]);
    expect(outcome.code).toBe(7);
  });

  it("gives each of several descriptors its own value, and leaks none of its own ends", async () => {
    // By the shell alone: of a pipeline it may still hold an end itself while the first program looks.
    const list = `for fd in /proc/$$/fd/*; do printf "%s " "\${fd##*/}"; done`;
    const payloads = [secret("fd:43", "three "), secret("fd:45", "five "), secret("stdin", "in ")];
    const { stdout } = await shell(`cat /dev/fd/43; cat /dev/fd/45; cat; ${list}`, payloads);
    const [, descriptors = ""] = stdout.split("three five in ");
    const without = (await shell(list, [])).stdout.split(" ");
    expect(descriptors.split(" ").filter((each) => !without.includes(each))).toEqual(["43", "45"]);
  });

  it("can be opened by its path, and is empty the second time", async () => {
    const { stdout } = await shell("cat /dev/fd/7; echo; cat /dev/fd/7; cat /dev/stdin", [
      secret("fd:7", "cnry-seven"),
      secret("stdin", "cnry-in"),
    ]);
    expect(stdout).toBe("cnry-seven\ncnry-in");
  });
});

describe.runIf(process.platform === "linux")("memory-file", () => {
  it("is a file of mode 0600 without a name, for this user alone", async () => {
    const script = 'stat -L -c "%a %h %F" "$F"; readlink "$F"; ls /dev/shm | wc -l';
    const { stdout } = await shell(script, [secret("memory-file:F", "cnry-value")]);
    expect(stdout).toMatch(/^600 0 regular file\n\/dev\/shm\/#\d+ \(deleted\)\n/);
    expect(heldInSharedMemory("cnry-value")).toEqual([]);
    // The control: a file with a name is found.
    const planted = `/dev/shm/keyferry-control-${process.pid}`;
    try {
      writeFileSync(planted, "a cnry-planted value");
      expect(heldInSharedMemory("cnry-planted")).toEqual([basename(planted)]);
    } finally {
      rmSync(planted, { force: true });
    }
  });

  it("is gone with the job", async () => {
    const { stdout } = await shell('echo "$F"', [secret("memory-file:F", "cnry-value")]);
    expect(existsSync(stdout.trim())).toBe(false);
  });
});
