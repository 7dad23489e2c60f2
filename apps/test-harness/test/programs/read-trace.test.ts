import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LeakScanner } from "../../src/leaks/index.ts";
import { readTrace } from "../../src/programs/watch/read-trace.ts";

const VALUE = "cnry_0123456789abcdef";
const hex = (text: string) => [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyferry-trace-test-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** What is seen in a trace of these lines, as `sink: program, detail`. */
async function seen(...lines: readonly string[]): Promise<string[]> {
  const log = join(folder, "log");
  await writeFile(log, `${lines.join("\n")}\n`);
  const sightings = await readTrace(log, new LeakScanner([VALUE]), ["/dev/shm", "/run"]);
  return sightings.map(({ sink, program, detail }) => `${sink}: ${program}, ${detail}`);
}

const write = (path: string, text: string) => `7<${hex("acme")}> write(3<${hex(path)}>, "${hex(text)}", 9) = 9`;
const start = (args: string, environment: string) =>
  `7<${hex("sh")}> execve("${hex("/bin/acme")}", ["${hex("acme")}", "${hex(args)}"], ["${hex(environment)}"]) = 0`;

describe("a trace", () => {
  it("shows a value in an argument and in a variable, in any encoding", async () => {
    const base64 = Buffer.from(`user:${VALUE}`).toString("base64");
    expect(await seen(start(`--password=${VALUE}`, "A=b"))).toEqual(["arguments: acme, the arguments of acme"]);
    expect(await seen(start("--all", `AUTH=${base64}`))).toEqual(["environment: acme, the environment of acme"]);
  });

  it("shows a value that is written into a file, also in pieces and between others", async () => {
    const pieces = [...VALUE].flatMap((letter) => [write("/tmp/f", letter), write("/tmp/other", "x")]);
    expect(await seen(...pieces)).toEqual(["files: acme, /tmp/f"]);
  });

  it("tells memory-backed storage from disks", async () => {
    expect(await seen(write("/dev/shm/f", VALUE), write("/runs/f", VALUE))).toEqual([
      "memory: acme, /dev/shm/f",
      "files: acme, /runs/f",
    ]);
  });

  it("does not take for a file what leads to another process", async () => {
    const pipe = `7<${hex("acme")}> mknodat(AT_FDCWD<${hex("/tmp")}>, "${hex("pipe")}", S_IFIFO|0600) = 0`;
    const channels = [
      "pipe:[12]",
      "socket:[12]",
      "/dev/null",
      "/dev/pts/3",
      "TCP:[127.0.0.1:1->127.0.0.1:2]",
      "/tmp/pipe",
    ];
    expect(await seen(pipe, ...channels.map((path) => write(path, VALUE)))).toEqual([]);
  });
});
