import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import type { JobPayload } from "@keyferry/core/delivery";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planJob, programExitCode, type RunOptions, runJob } from "../../src/index.ts";
import { Collect } from "../support/collect.ts";
import { envValue, literal } from "../support/seal.ts";

const CANARY = "cnry p\"a$s'\n&€ %tail-of-it";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyferry-jobs-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Try {
  readonly payloads?: readonly JobPayload[];
  readonly options?: Partial<RunOptions>;
  readonly withheld?: readonly string[];
  readonly environment?: Record<string, string>;
}

/** Runs a program in this process, its output collected. */
async function run(program: string, args: readonly string[], given: Try = {}) {
  const stdout = new Collect();
  const stderr = new Collect();
  const input = { program, args, payloads: given.payloads ?? [], withheldVariables: given.withheld ?? [] };
  const plan = planJob(input, { PATH: process.env.PATH, ...given.environment });
  const outcome = await runJob(plan, { stdio: { stdin: {}, stdout, stderr }, ...given.options });
  return { outcome, stdout: stdout.text, stderr: stderr.text };
}

/** The exit code and the whole text of what a start throws. */
async function startFailure(program: string, args: readonly string[] = [], values: readonly JobPayload[] = []) {
  const thrown = await run(program, args, { payloads: values }).then(
    () => expect.unreachable("the program started"),
    (error: unknown) => error,
  );
  return { code: programExitCode(thrown), text: inspect(thrown, { depth: 9, showHidden: true }) };
}

const node = (script: string, given?: Try) => run(process.execPath, ["-e", script], given);

describe("runJob", () => {
  it("gives the job its values, and neither the withheld variables nor Keyferry's own", async () => {
    const script = `const e = process.env;
      console.log(e.TOKEN === ${JSON.stringify(CANARY)}, e.HOST, e.AKID, e.KEYFERRY_SETTINGS, e.LANG)`;
    const { stdout } = await node(script, {
      payloads: [envValue("TOKEN", CANARY), literal("HOST", "nas")],
      withheld: ["AKID"],
      environment: { AKID: "x", KEYFERRY_SETTINGS: "y", LANG: "C" },
    });
    expect(stdout).toBe("true nas undefined undefined C\n");
    expect(process.env.TOKEN).toBeUndefined();
  });

  it.runIf(process.platform === "linux")(
    "keeps the values out of the job's arguments and of our own environment",
    async () => {
      const { stdout } = await run(
        "sh",
        ["-c", 'tr "\\0" "\\n" < /proc/$$/cmdline; tr "\\0" "\\n" < /proc/$PPID/environ'],
        {
          payloads: [envValue("TOKEN", "cnry-4711-visible")],
          options: { redact: false },
        },
      );
      expect(stdout).toContain("/proc/$PPID/environ");
      expect(stdout).not.toContain("cnry-4711-visible");
    },
  );

  it("passes arguments as they are, without a shell", async () => {
    const args = [
      "-e",
      "console.log(JSON.stringify(process.argv.slice(1)))",
      "--",
      "$HOME",
      "a b",
      '"',
      "*",
      ";ls",
      "",
    ];
    expect(JSON.parse((await run(process.execPath, args)).stdout)).toEqual(args.slice(3));
  });

  it.each([0, 3, 126, 127, 255])("keeps the exit code %i", async (code) => {
    expect((await run("sh", ["-c", `exit ${code}`])).outcome).toEqual({ code });
  });

  it.each([
    ["TERM", 143],
    ["KILL", 137],
    ["SEGV", 139],
    ["HUP", 129],
  ])("gives 128 + n for a job that ended by SIG%s", async (name, code) => {
    const { outcome } = await run("sh", ["-c", `ulimit -c 0; kill -${name} $$; sleep 9`]);
    expect(outcome).toEqual({ code, signal: `SIG${name}` });
  });

  it("masks both streams, in every encoding, written byte by byte", async () => {
    const script = `const v = process.env.TOKEN, b = (t) => Buffer.from(t).toString("base64");
      const text = [v, JSON.stringify(v), encodeURIComponent(v), new URLSearchParams({ v }), b("user:" + v),
        Buffer.from(v).toString("hex"), v.split("\\n")[1]].join("|");
      (async () => {
        for (const byte of Buffer.from(text + "\\n")) {
          await new Promise((go) => process.stdout.write(Buffer.of(byte), () => process.stderr.write(Buffer.of(byte), go)));
        }
      })()`;
    const { stdout, stderr } = await node(script, { payloads: [envValue("TOKEN", CANARY)] });
    const masked = '[secret]|"[secret]"|[secret]|v=[secret]|dXNlc[secret]|[secret]|[secret]\n';
    expect(stdout.replace(/\|dXNlc[^|]*\|/, "|dXNlc[secret]|")).toBe(masked);
    expect(stdout).toMatch(/\|dXNlc\w{1,3}\[secret\]\w{0,2}=*\|/);
    expect(stderr).toBe(stdout);
  });

  it("masks what is written half a second apart", async () => {
    const { stdout } = await run("sh", ["-c", 'printf canary-; sleep 0.5; printf "value "; printf done'], {
      payloads: [envValue("TOKEN", "canary-value")],
    });
    expect(stdout).toBe("[secret] done");
  });

  it("does not mask literals, nor anything if told so", async () => {
    const values: JobPayload[] = [envValue("TOKEN", "canary-value"), literal("HOST", "nas.example")];
    const echo = ["-c", 'echo "$TOKEN" "$HOST"'];
    expect((await run("sh", echo, { payloads: values })).stdout).toBe("[secret] nas.example\n");
    expect((await run("sh", echo, { payloads: values, options: { redact: false } })).stdout).toBe(
      "canary-value nas.example\n",
    );
  });

  it("does not wait for ever for a process that the job left behind", async () => {
    const leave = (script: string) => ["-c", `( ${script} ) & echo "$!"; exit 4`];
    const silent = await run("sh", leave("sleep 600"), { options: { settle: { idleMs: 200, totalMs: 5_000 } } });
    const chatty = await run("sh", leave("while :; do echo x; sleep 0.02; done"), {
      options: { settle: { idleMs: 5_000, totalMs: 300 } },
    });
    expect([silent.outcome.code, chatty.outcome.code]).toEqual([4, 4]);
    process.kill(Number.parseInt(silent.stdout, 10));
  });

  it("waits for the output of a process that the job left behind if it ends soon", async () => {
    const { stdout } = await run("sh", ["-c", "(sleep 0.3; printf canary-; sleep 0.2; echo value) & exit 0"], {
      payloads: [envValue("TOKEN", "canary-value")],
      options: { settle: { idleMs: 60_000, totalMs: 60_000 } },
    });
    expect(stdout).toBe("[secret]\n");
  });

  it("says what is wrong with a program that cannot be started: 127 or 126, without its values", async () => {
    const file = async (name: string, text: string, mode: number) => {
      const path = join(folder, name);
      await writeFile(path, text);
      await chmod(path, mode);
      return path;
    };
    const values = [envValue("TOKEN", "cnry-start")];
    const failures = await Promise.all([
      startFailure("keyferry-no-such-program", ["--flag-cnry"], values),
      startFailure(join(folder, "absent"), [], values),
      startFailure(await file("script", "#!/no/such/interpreter\n", 0o755), [], values),
      startFailure(await file("data", "echo\n", 0o644), [], values),
      startFailure(folder, [], values),
      startFailure("true", ["x".repeat(200_000)], values),
    ]);
    expect(failures.map(({ code }) => code)).toEqual([127, 127, 127, 126, 126, 126]);
    const says = [
      "was not found",
      "was not found",
      "interpreter",
      "cannot be executed",
      "cannot be executed",
      "longer than",
    ];
    for (const [at, { text }] of failures.entries()) {
      expect(text).toContain(says[at]);
      expect(text).not.toMatch(/cnry|spawn|xxxxx/);
    }
  });

  it("shows control and bidi characters of a program's name escaped", async () => {
    const { text } = await startFailure("no\u001b[31m\u202eprogram\u009b");
    for (const character of "\u001b\u202e\u009b") expect(text).not.toContain(character);
  });

  it("starts nothing if the values are too long together to be masked", async () => {
    const values = Array.from({ length: 12 }, (_, at) => envValue(`V${at}`, `${at}${"v/%".repeat(30_000)}`));
    await expect(run("sh", ["-c", `touch ${join(folder, "started")}`], { payloads: values })).rejects.toThrow(
      /too long together/,
    );
    expect((await run("ls", [folder])).stdout).not.toContain("started");
  });
});
