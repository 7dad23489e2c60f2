import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, openSync, readFileSync } from "node:fs";
import { chmod, chown, mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Descriptors } from "../../../src/connections/sources/descriptors.ts";
import { type SourceReader, systemReader } from "../../../src/connections/sources/reader.ts";
import { CANARY } from "../fixtures.ts";
import { failures, temporaryFolder, value } from "./support/reading.ts";

const POSIX = process.geteuid !== undefined;
const KIB = 1024;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const open: number[] = [];
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  for (const fd of open.splice(0)) closeIfOpen(fd);
  await folder.remove();
});

function closeIfOpen(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // The source has closed it.
  }
}

type Given = readonly [source: string, reader: SourceReader];

const withDescriptors = (): SourceReader => ({ ...systemReader({}), descriptors: new Descriptors() });
const helper = (script: string, mode = 0o700) => folder.file(`#!/bin/sh\n${script}\n`, mode, "helper");
const program = async (script: string, mode?: number): Promise<Given> => [
  `exec:${JSON.stringify([await helper(script, mode)])}`,
  systemReader({ PATH: process.env.PATH }),
];

/** Puts a text where a source of this kind finds it. */
const KINDS: Readonly<Record<string, (text: Buffer) => Promise<Given>>> = {
  env: async (text) => ["env:T", systemReader({ T: text.toString() })],
  file: async (text) => [`file:${await folder.file(text)}`, systemReader({})],
  async fd(text) {
    const fd = openSync(await folder.file(text), "r");
    open.push(fd);
    return [`fd:${fd}`, withDescriptors()];
  },
  async systemd(text) {
    await folder.file(text);
    return ["systemd:credential", systemReader({ CREDENTIALS_DIRECTORY: folder.path })];
  },
  async exec(text) {
    const path = await folder.file(text);
    return program(`cat ${path}`);
  },
};

const LONGEST: Readonly<Record<string, number>> = { systemd: KIB * KIB };

describe.skipIf(!POSIX).each(Object.keys(KINDS))("%s:", (kind) => {
  const given = (text: string | Buffer) => KINDS[kind]?.(Buffer.from(text)) ?? Promise.reject();
  const longest = LONGEST[kind] ?? 64 * KIB;

  it("reads a credential, one line break less, and one of the longest", async () => {
    const [source, reader] = await given(`${CANARY}\n`);
    expect(await value({ token: source }, reader)).toBe(CANARY);
    const [long, other] = await given("x".repeat(longest));
    expect(await value({ token: long }, other)).toBe("x".repeat(longest));
  });

  it.each([
    ["nothing", "", /is empty/, "unauthenticated"],
    ["a line break alone", "\n", /holds a space, a line break/, "unauthenticated"],
    ["a line break inside", `${CANARY}\nx`, /holds a space, a line break/, "unauthenticated"],
    ["two line breaks at the end", `${CANARY}\n\n`, /holds a space, a line break/, "unauthenticated"],
    ["a NUL", `${CANARY}\0`, /holds a space, a line break/, "unauthenticated"],
    ["what is not ASCII", `${CANARY}é`, /not ASCII/, "unauthenticated"],
  ])("refuses %s", async (_, text, message, code) => {
    const [source, reader] = await given(text);
    const [failure, ...others] = await failures({ token: source }, reader);
    expect(others).toEqual([]);
    expect(failure).toMatchObject({ code, connection: "prod", where: "connection prod, credential token" });
    expect(failure?.message).toMatch(message);
    expect(failure?.hint).toBeTruthy();
  });

  it("refuses what is too long", async () => {
    const [source, reader] = await given("x".repeat(longest + 1));
    const [failure] = await failures({ token: source }, reader);
    expect(failure?.message).toMatch(longest > 64 * KIB ? /than 1 MiB/ : /than 64 KiB/);
    expect(failure?.code).toBe("settings");
  });

  it("refuses a NUL where any other text may stand", async () => {
    const [source, reader] = await given(`${CANARY}\0`);
    expect((await failures({ pem: source }, reader))[0]?.message).toBe("the credential is empty, or holds a NUL");
  });

  it("refuses what is not UTF-8", async () => {
    const [source, reader] = await given(Buffer.from([0x61, 0xff]));
    // Node has made text of the environment before anybody can look.
    const message = kind === "env" ? /not ASCII/ : /not UTF-8/;
    expect((await failures({ token: source }, reader))[0]?.message).toMatch(message);
  });
});

type Row = readonly [what: string, give: () => Promise<Given>, message: RegExp, code: string];

const systemd = (variable: string | undefined, name = "credential"): Given => [
  `systemd:${name}`,
  systemReader({ CREDENTIALS_DIRECTORY: variable }),
];

const ROWS: readonly Row[] = [
  ["env: a variable that is not set", async () => ["env:T", systemReader({})], /T is not set/, "unauthenticated"],
  ["file: none", async () => [`file:${folder.path}/none`, systemReader({})], /does not exist/, "unauthenticated"],
  [
    "file: a link",
    async () => {
      await symlink(await folder.file(CANARY), join(folder.path, "link"));
      return [`file:${folder.path}/link`, systemReader({})];
    },
    /symbolic link/,
    "settings",
  ],
  [
    "file: a named pipe that nobody writes to",
    async () => {
      execFileSync("mkfifo", ["-m", "600", join(folder.path, "pipe")]);
      return [`file:${folder.path}/pipe`, systemReader({})];
    },
    /not a regular file/,
    "settings",
  ],
  ["fd: none", async () => ["fd:1023", withDescriptors()], /descriptor 1023 is not open/, "unauthenticated"],
  [
    "fd: in a program that has descriptors of its own",
    async () => ["fd:3", systemReader({})],
    /takes no descriptors/,
    "unsupported",
  ],
  [
    "fd: what is neither a pipe nor a file",
    async () => {
      const fd = openSync("/dev/null", "r");
      open.push(fd);
      return [`fd:${fd}`, withDescriptors()];
    },
    /no pipe and no file/,
    "unauthenticated",
  ],
  [
    "fd: a file that is open for writing",
    async () => {
      const fd = openSync(join(folder.path, "new"), "w");
      open.push(fd);
      return [`fd:${fd}`, withDescriptors()];
    },
    /cannot be read/,
    "unauthenticated",
  ],
  ["systemd: outside of a unit", async () => systemd(undefined), /CREDENTIALS_DIRECTORY is not set/, "unauthenticated"],
  ["systemd: a relative folder", async () => systemd("run/credentials"), /no absolute path/, "settings"],
  ["systemd: a folder by a detour", async () => systemd(`${folder.path}/../x`), /plain form/, "settings"],
  ["systemd: no folder", async () => systemd(`${folder.path}/none`), /is not there/, "unauthenticated"],
  ["systemd: none of this name", async () => systemd(folder.path), /does not exist/, "unauthenticated"],
  [
    "systemd: a folder into which others write",
    async () => {
      await folder.file(CANARY);
      await chmod(folder.path, 0o777);
      return systemd(folder.path);
    },
    /lets other users put files there/,
    "settings",
  ],
  [
    "systemd: a link",
    async () => {
      await symlink(await folder.file(CANARY, 0o600, "real"), join(folder.path, "credential"));
      return systemd(folder.path);
    },
    /symbolic link/,
    "settings",
  ],
  [
    "systemd: a file that everybody reads",
    async () => {
      await folder.file(CANARY, 0o444);
      return systemd(folder.path);
    },
    /open to other users/,
    "settings",
  ],
  [
    "exec: no program",
    async () => [`exec:["${folder.path}/none"]`, systemReader({})],
    /there is no program/,
    "unauthenticated",
  ],
  ["exec: a folder", async () => [`exec:["${folder.path}"]`, systemReader({})], /is not a file/, "settings"],
  ["exec: a file that cannot be run", () => program("echo x", 0o600), /cannot be started/, "unauthenticated"],
  ["exec: a program that others change", () => program("echo x", 0o722), /others? users? can change/, "settings"],
  [
    "exec: a program without its interpreter",
    async () => [`exec:["${await folder.file(`#!/no/${CANARY}\n`, 0o700, "lost")}"]`, systemReader({})],
    /there is no program|cannot be started/,
    "unauthenticated",
  ],
  [
    "exec: a program that fails, and tells the value",
    () => program(`echo ${CANARY}; echo ${CANARY} >&2; exit 3`),
    /ended with 3/,
    "unauthenticated",
  ],
  [
    "exec: a program that is killed",
    () => program(`echo ${CANARY}; kill -9 $$`),
    /ended by a signal/,
    "unauthenticated",
  ],
  [
    "exec: a program that never stops writing",
    () => program(`while :; do echo ${CANARY}; done`),
    /writes more than 64 KiB/,
    "settings",
  ],
];

describe.skipIf(!POSIX)("refused, with a next step and without the value:", () => {
  it.each(ROWS)("%s", async (_, give, message, code) => {
    const [source, reader] = await give();
    const [failure] = await failures({ token: source }, reader);
    expect(failure?.message).toMatch(message);
    expect(failure?.code).toBe(code);
    expect(failure?.hint).toBeTruthy();
  });

  it.each([
    ["file", "file:relative"],
    ["file", `file:/a\u001b[2J${CANARY}`],
    ["fd", "fd:0"],
    ["fd", "fd:2"],
    ["fd", "fd:03"],
    ["fd", "fd:1024"],
    ["fd", `fd:${CANARY}`],
    ["systemd", "systemd:../shadow"],
    ["systemd", "systemd:a/b"],
    ["systemd", "systemd:.."],
    ["systemd", "systemd:a:b"],
    ["systemd", "systemd:"],
    ["systemd", `systemd:${"x".repeat(256)}`],
    ["exec", 'exec:["relative"]'],
    ["exec", 'exec:["./here"]'],
    ["exec", "exec:[]"],
    ["exec", 'exec:"/bin/true"'],
    ["exec", `exec:/bin/echo ${CANARY}`],
    ["exec", 'exec:["/bin/echo", 7]'],
    ["exec", 'exec:["/bin/echo", "a\\u0000b"]'],
    ["exec", `exec:["/bin/echo", "${"x".repeat(9_000)}"]`],
  ])("as a source of the kind %s: %s", async (kind, source) => {
    const [failure] = await failures({ token: source });
    expect(failure).toMatchObject({ code: "usage", message: `what follows ${kind}: does not fit` });
  });

  it.skipIf(process.geteuid?.() !== 0)("what belongs to another user", async () => {
    const path = await folder.file(CANARY);
    await chown(path, 12_345, 12_345);
    expect((await failures({ token: `file:${path}` }))[0]?.message).toMatch(/another user/);
    const [source, reader] = systemd(folder.path);
    expect((await failures({ token: source }, reader))[0]?.message).toMatch(/another user/);
    await chown(folder.path, 12_345, 12_345);
    expect((await failures({ token: source }, reader))[0]?.message).toMatch(/folder .*another user/);
    const foreign = await helper("echo x");
    await chown(foreign, 12_345, 12_345);
    expect((await failures({ token: `exec:["${foreign}"]` }))[0]?.message).toMatch(/another user/);
  });
});

describe.skipIf(!POSIX)("systemd:", () => {
  it.skipIf(process.geteuid?.() !== 0)("takes root's file whose access list shows in the group's bits", async () => {
    await mkdir(join(folder.path, "unit"), { mode: 0o550 });
    await folder.file(CANARY, 0o440, "unit/credential");
    const reader = { ...systemReader({ CREDENTIALS_DIRECTORY: join(folder.path, "unit") }), euid: 1_000 };
    expect(await value({ token: "systemd:credential" }, reader)).toBe(CANARY);
  });
});

describe.skipIf(!POSIX)("what hangs", () => {
  it("ends at the caller's word: a program and what it has started", async () => {
    const [source, reader] = await program(`sleep 600 & echo $! > ${folder.path}/pid; wait`);
    const controller = new AbortController();
    const waiting = failures({ token: source }, reader, controller.signal);
    const pid = await numberIn(join(folder.path, "pid"));
    controller.abort();
    expect((await waiting)[0]).toMatchObject({ code: "cancelled" });
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it("is given 10 s and 64 KiB as a program", async () => {
    let given: unknown;
    const reader: SourceReader = {
      ...systemReader({}),
      run: async (path, args, { ms, maxBytes }) => {
        given = { path, args, ms, maxBytes };
        return { unread: "slow" };
      },
    };
    const [failure] = await failures({ token: 'exec:["/bin/sh","-c","x"]' }, reader);
    expect(given).toEqual({ path: "/bin/sh", args: ["-c", "x"], ms: 10_000, maxBytes: 64 * KIB });
    expect(failure?.message).toBe("the program /bin/sh took longer than 10 s");
  });

  it("ends at the time limit: a program that closed its output, one that did not, and a pipe", async () => {
    const limits = { maxBytes: 100, ms: 300, signal: new AbortController().signal };
    for (const script of ["exec >&-; sleep 600", "sleep 600", `(sleep 600 &); echo ${CANARY}`]) {
      const started = performance.now();
      const path = await helper(script);
      expect(await systemReader({ PATH: process.env.PATH }).run(path, [], limits)).toEqual({ unread: "slow" });
      expect(performance.now() - started).toBeLessThan(5_000);
    }
    const pipe = join(folder.path, "pipe");
    execFileSync("mkfifo", ["-m", "600", pipe]);
    const writer = spawn("sh", ["-c", 'exec 3<>"$1"; printf half >&3; echo; sleep 600', "sh", pipe], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      await once(writer.stdout, "data");
      const fd = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
      const reading = await new Descriptors().take(fd, "a", limits);
      expect(reading).toMatchObject({ ok: false, message: `the descriptor ${fd} did not end within 0.3 s` });
      expect(() => closeSync(fd)).toThrow(/EBADF/);
    } finally {
      writer.kill("SIGKILL");
    }
  });
});

async function numberIn(path: string): Promise<number> {
  for (;;) {
    const text = await readFile(path, "utf8").catch(() => "");
    if (/^\d+\n$/.test(text)) return Number(text);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // One that has ended may stay listed where process 1 collects no orphans (proc_pid_stat(5)).
    return process.platform !== "linux" || !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
