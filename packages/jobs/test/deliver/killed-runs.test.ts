import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hasNamespaces, wrapperInNamespace } from "../support/namespaces.ts";
import { eventually, isAlive } from "../support/processes.ts";
import { heldInSharedMemory } from "../support/shared-memory.ts";
import { finish, startWrapper } from "../support/start-wrapper.ts";

const VALUE = "cnry-value";
const { TMPDIR } = process.env;

let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), "keyferry-jobs-"));
  process.env.TMPDIR = temporary;
});
afterEach(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  rmSync(temporary, { recursive: true });
});

const SCRIPT = 'echo "$$ $COMMAND"; read -r _; exit 0';

/** A run with a folder, which goes on until its input ends. */
async function startRun() {
  const deliver = { "command:COMMAND": VALUE, "memory-file:FILE": VALUE, "pipe:PIPE": VALUE };
  const wrapper = startWrapper({ program: "sh", args: ["-c", SCRIPT], deliver });
  const [line] = await once(wrapper.stdout, "data");
  const [pid = "", helper = ""] = String(line).trim().split(" ");
  return { wrapper, job: Number(pid), folder: dirname(helper) };
}

/** A whole run with a folder of its own. */
const nextRun = () =>
  finish(startWrapper({ program: "sh", args: ["-c", "exit 0"], deliver: { "command:COMMAND": VALUE } }));

describe.runIf(process.platform === "linux")("a run that is killed by SIGKILL", () => {
  it("leaves a folder without a value, and the next run removes it", async () => {
    const { wrapper, job, folder } = await startRun();
    wrapper.kill("SIGKILL");
    await once(wrapper, "exit");
    expect(readdirSync(temporary)).toEqual([basename(folder)]);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isFile()) expect(readFileSync(join(folder, entry.name), "utf8")).not.toContain(VALUE);
    }
    // Nothing of it is in memory-backed storage: the file of a value has no name.
    expect(heldInSharedMemory(VALUE)).toEqual([]);
    wrapper.stdin.end();
    expect(await eventually(() => !isAlive(job))).toBe(true);
    expect((await nextRun()).code).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it.runIf(existsSync("/usr/bin/setpriv"))(
    "takes a program with it that setpriv has asked the kernel for that",
    async () => {
      const args = ["--pdeathsig", "TERM", "sh", "-c", SCRIPT];
      const wrapper = startWrapper({ program: "setpriv", args, deliver: { "command:COMMAND": VALUE } });
      const [line] = await once(wrapper.stdout, "data");
      const job = Number.parseInt(String(line), 10);
      expect(isAlive(job)).toBe(true);
      wrapper.kill("SIGKILL");
      expect(await eventually(() => !isAlive(job))).toBe(true);
    },
  );

  it("is told from one that runs, whose folder stays, be it stopped", async () => {
    const { wrapper, folder } = await startRun();
    wrapper.kill("SIGSTOP");
    expect((await nextRun()).code).toBe(0);
    expect(existsSync(folder)).toBe(true);
    wrapper.kill("SIGCONT");
    wrapper.stdin.end();
    await once(wrapper, "exit");
    expect(readdirSync(temporary)).toEqual([]);
  });

  it.runIf(hasNamespaces)(
    "is told from one that runs in another container, which knows nothing of its processes",
    async () => {
      const { wrapper, folder } = await startRun();
      const job = { program: "sh", args: ["-c", "exit 0"], deliver: { "command:COMMAND": VALUE } };
      expect((await wrapperInNamespace("true", job)).code).toBe(0);
      expect(existsSync(folder)).toBe(true);
      wrapper.stdin.end();
      await once(wrapper, "exit");
    },
  );

  it("is told from what is no such folder: no mark, another mode, a link, another system's", async () => {
    const [loose, foreign] = [await startRun(), await startRun()];
    for (const { wrapper } of [loose, foreign]) {
      wrapper.kill("SIGKILL");
      await once(wrapper, "exit");
    }
    const named = (suffix: string) => join(temporary, `${basename(loose.folder).slice(0, -6)}${suffix}`);
    for (const name of ["a-file", "no-mark"]) mkdirSync(named(name), { mode: 0o700 });
    writeFileSync(join(named("a-file"), "alive"), "no socket");
    symlinkSync(foreign.folder, named("linked"));
    chmodSync(loose.folder, 0o755);
    // Its process is dead all the same, but that of another system would look so too.
    renameSync(foreign.folder, join(temporary, "keyferry-00000000-abcdef"));
    const before = readdirSync(temporary).sort();
    expect(before).toHaveLength(5);
    expect((await nextRun()).code).toBe(0);
    expect(readdirSync(temporary).sort()).toEqual(before);
    for (const { wrapper } of [loose, foreign]) wrapper.stdin.end();
  });
});
