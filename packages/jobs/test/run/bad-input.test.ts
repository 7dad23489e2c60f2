import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasNamespaces, wrapperInNamespace } from "../support/namespaces.ts";
import { eventually, isAlive } from "../support/processes.ts";
import { shell } from "../support/run.ts";
import { secret } from "../support/seal.ts";
import { finish, startWrapper } from "../support/start-wrapper.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const VALUE = "cnry-value";
const LONG = "cnry0123456789ab".repeat(8_192);
const EVERY_WAY = ["stdin", "fd:3", "pipe:PIPE", "command:COMMAND", "askpass", "memory-file:FILE"];

describe.runIf(process.platform === "linux")("a program that", () => {
  // A temporary folder of this test's own: other tests make and remove folders of jobs in the common one.
  const temporary = temporaryFolder();
  const { TMPDIR } = process.env;
  beforeAll(() => {
    process.env.TMPDIR = temporary.path;
  });
  afterAll(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });

  it.each([
    ["exits at once", "exit 3", 3],
    ["crashes at once", "ulimit -c 0; kill -SEGV $$", 139],
    ["closes everything", "exec 0<&- 1>&- 2>&- 3<&-; exit 4", 4],
  ])("%s leaves nothing behind, whatever it was given", async (_what, script, code) => {
    const { outcome } = await shell(
      script,
      EVERY_WAY.map((way) => secret(way, LONG)),
    );
    expect(outcome.code).toBe(code);
    expect(readdirSync(temporary.path)).toEqual([]);
  });

  it("cannot be started leaves nothing behind either", async () => {
    const job = {
      program: "keyferry-no-such-program",
      args: [],
      deliver: Object.fromEntries(EVERY_WAY.map((way) => [way, VALUE])),
    };
    expect((await finish(startWrapper(job))).code).toBe(127);
    expect(readdirSync(temporary.path)).toEqual([]);
  });

  it("ignores SIGTERM is killed after the grace, with what it has started", async () => {
    const script = `trap '' TERM; sh -c "trap '' TERM; echo \\$\\$; while :; do sleep 0.05; done" & wait; wait; sleep 20`;
    const wrapper = startWrapper({ program: "sh", args: ["-c", script], secrets: { TOKEN: VALUE }, graceMs: 300 });
    const pid = Number(String((await once(wrapper.stdout, "data"))[0]));
    expect(isAlive(pid)).toBe(true);
    wrapper.kill("SIGTERM");
    expect((await once(wrapper, "exit"))[0]).toBe(137);
    expect(await eventually(() => !isAlive(pid))).toBe(true);
  });

  it("stays in the background keeps nobody waiting, and loses its helpers with the job", async () => {
    const script = '( until ! test -e "$COMMAND"; do sleep 0.02; done ) >/dev/null 2>&1 & echo "$COMMAND"; exit 6';
    const { outcome, stdout } = await shell(script, [secret("command:COMMAND", VALUE)]);
    expect(outcome.code).toBe(6);
    expect(existsSync(dirname(stdout.trim()))).toBe(false);
  });

  it("gets the signals of a service besides: SIGUSR1 and SIGUSR2", async () => {
    for (const signal of ["SIGUSR1", "SIGUSR2"] as const) {
      const script = `trap 'echo got; exit 7' ${signal.slice(3)}; echo ready; while :; do sleep 0.05; done`;
      const wrapper = startWrapper({ program: "sh", args: ["-c", script], secrets: { TOKEN: VALUE } });
      const [first] = await once(wrapper.stdout, "data");
      wrapper.stdout.pause();
      wrapper.stdout.unshift(first);
      wrapper.kill(signal);
      expect(await finish(wrapper)).toMatchObject({ code: 7, stdout: "ready\ngot\n" });
    }
  });
});

describe.runIf(hasNamespaces)("a machine where", () => {
  const folder = temporaryFolder();
  const job = (deliver: Record<string, string>) => ({ program: "echo", args: ["started"], deliver });
  const fullFolder = (inodes: number) => `mount -t tmpfs -o nr_inodes=${inodes} none ${folder.path}`;

  it.each([
    [1, "no private folder could be made"],
    [2, "the helper that asks for a value could not be made"],
  ])("the temporary folder has room for %i: a clear error before the start", async (inodes, says) => {
    const ran = await wrapperInNamespace(fullFolder(inodes), job({ "command:C": VALUE }), { TMPDIR: folder.path });
    expect(ran).toMatchObject({ code: 70, stdout: "" });
    expect(ran.stderr).toContain(`${says}`);
    expect(ran.stderr).toMatch(/ENOSPC.*\(delivery\)/);
    expect(ran.stderr).not.toContain(VALUE);
  });

  it.each([
    ["masked", true, 'while echo "$TOKEN"; do sleep 0.05; done; exit 3', 141, /\(ENOSPC\), so it was closed/],
    ["as it is", false, "echo x 2>/dev/null || exit 5", 5, /^wrapper: rss \d+\n$/],
  ])(
    "the output goes to a full disk, %s: the job learns of it, and a person",
    async (_how, redact, script, code, says) => {
      const job = { program: "sh", args: ["-c", script], secrets: { TOKEN: VALUE }, redact };
      const ran = await wrapperInNamespace("exec >/dev/full", job);
      expect(ran).toMatchObject({ code, stdout: "" });
      expect(ran.stderr).toMatch(says);
    },
  );

  it("there is no room for a pipe or a socket: the same", async () => {
    for (const way of ["pipe:P", "ssh-agent"]) {
      const ran = await wrapperInNamespace(fullFolder(2), job({ [way]: VALUE }), { TMPDIR: folder.path });
      expect(ran).toMatchObject({ code: 70, stdout: "" });
      expect(ran.stderr).toMatch(/\(delivery\); .*\n$/);
    }
  });

  it("the memory-backed storage is full, or a disk: the same", async () => {
    const full = await wrapperInNamespace(
      "mount -t tmpfs -o size=16k none /dev/shm",
      job({ "memory-file:F": LONG.slice(0, 100_000) }),
    );
    expect(full).toMatchObject({ code: 70, stdout: "" });
    expect(full.stderr).toContain("took no more (ENOSPC)");
    const disk = await wrapperInNamespace(`mount --bind ${folder.path} /dev/shm`, job({ "memory-file:F": VALUE }));
    expect(disk).toMatchObject({ code: 70, stdout: "" });
    expect(disk.stderr).toContain("is no memory-backed storage here");
  });

  it("Keyferry is process 1: signals arrive, the exit code stays, orphans hold nothing up", async () => {
    const script = `trap 'echo got; exit 5' TERM; (sleep 0.2 & exit 0); test $PPID = 1 && kill -TERM 1; while :; do sleep 0.05; done`;
    const ran = await wrapperInNamespace("true", { program: "sh", args: ["-c", script], secrets: { TOKEN: VALUE } });
    expect(ran).toMatchObject({ code: 5, stdout: "got\n" });
  });

  it.each([
    [
      // It ends once all three have.
      "for i in 1 2 3; do (sleep 0.01 & exit 0); done; until test $(grep -l '^State:.Z' /proc/[0-9]*/status | wc -l) = 3; do sleep 0.02; done",
      /wrapper: 3 processes that the job left have ended/,
    ],
    ['ssh-add -l >/dev/null || exit 9; test "$PPID" = 1', /^wrapper: rss \d+\n$/],
  ])(
    "Keyferry is process 1: it says which orphans it cannot collect, its own agent not among them: %s",
    async (script, says) => {
      const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
      const ran = await wrapperInNamespace("true", {
        program: "sh",
        args: ["-c", script],
        deliver: { "ssh-agent": key },
      });
      expect(ran).toMatchObject({ code: 0, stdout: "" });
      expect(ran.stderr).toMatch(says);
    },
  );
});
