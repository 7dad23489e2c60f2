import { isKeyferryError, type JobInput, type JobPayload, payloadValues } from "@keyferry/core/delivery";
import { describe, expect, it } from "vitest";
import { explainPlan, planJob } from "../../src/index.ts";
import { posix } from "../../src/platform/posix.ts";
import { windows } from "../../src/platform/windows.ts";
import { runWith } from "../support/run.ts";
import { secret } from "../support/seal.ts";

const job = (payloads: readonly JobPayload[], rest: Partial<JobInput> = {}): JobInput => ({
  program: "tool",
  args: [],
  payloads,
  withheldVariables: [],
  ...rest,
});

function refusals(input: JobInput, platform = posix): string[] {
  try {
    planJob(input, {}, platform);
    return [];
  } catch (error) {
    if (!isKeyferryError(error)) throw error;
    return error.failures.map(({ code, message }) => `${code}: ${message}`);
  }
}

const WAYS = [
  ...["env:A", "stdin", "fd:3", "pipe:A", "ssh-agent", "ssh-agent:passphrase", "askpass", "askpass:username"],
  ...["command:A", "memory-file:A", "rclone-config"],
];

/** A document of two values and a literal, as a recipe makes it. */
function document(id: string, delivery: JobPayload["delivery"]): JobPayload {
  const [user] = payloadValues(secret("env:A", `cnry"user`, "ftp.username"));
  const [password] = payloadValues(secret("env:B", "cnry\\pass", "ftp.password"));
  if (!user || !password) throw new Error("no values");
  const parts = [
    'user = "',
    { ...user, encoding: "raw" as const },
    ":",
    { ...password, encoding: "json-string" as const },
  ];
  return { id, delivery, parts: [...parts, { setting: "ftp.host", value: "nas" }] };
}

describe("payloads", () => {
  it("hold several values, each in its encoding, and literal text", async () => {
    const payload = document("config", { kind: "fd", descriptor: 4 });
    const { stdout } = await runWith([payload], ["cat", "/dev/fd/4"]);
    expect(stdout).toBe(`user = "cnry"user:"cnry\\\\pass"nas`);
  });

  it("are explained by their settings, without a value", () => {
    const plan = planJob(job([document("config", { kind: "stdin" }), secret("env:X", "cnry", "a.b")]), {}, posix);
    expect(explainPlan(plan)).toEqual([
      { settings: ["ftp.username", "ftp.password", "ftp.host"], delivery: "stdin" },
      { settings: ["a.b"], delivery: "env:X" },
    ]);
  });

  it.each(WAYS.map((kind) => [kind]))("are explained before there are values: %s", (way) => {
    // As --dry-run has them: each value an empty text.
    const payload = secret(way, "", "sftp.private-key");
    const plan = planJob(job([payload]), {}, { ...posix, lacks: () => undefined });
    expect(explainPlan(plan)).toEqual([{ settings: ["sftp.private-key"], delivery: way }]);
  });

  it("are found by their places, in arguments and variables", async () => {
    const payloads = [document("config", { kind: "fd", descriptor: 4 }), { ...document("p", { kind: "pipe" }) }];
    const { stdout } = await runWith(payloads, [], {
      program: "sh",
      args: ["-c", 'echo "$1"; cat "$PIPE"', "sh", ["--config=", { placeOf: "config" }]],
      variables: { PIPE: [{ placeOf: "p" }], PATH: process.env.PATH ?? "" },
    });
    expect(stdout).toMatch(/^--config=\/dev\/fd\/4\nuser = "cnry/);
  });

  it("are refused where two take the same thing, also under another name", () => {
    expect(refusals(job([secret("stdin", "a"), secret("stdin", "b", "other")]))).toEqual([
      "delivery: standard input is already taken by the setting test.stdin",
    ]);
    expect(refusals(job([secret("fd:3", "a"), secret("fd:3", "b", "other")]))).toHaveLength(1);
    expect(refusals(job([secret("env:V", "a"), secret("pipe:V", "b")]))).toHaveLength(1);
    expect(refusals(job([secret("askpass", "a"), secret("askpass:username", "b")]))).toEqual([]);
    expect(refusals(job([secret("askpass", "a"), secret("askpass", "b", "other")]))).toHaveLength(1);
    expect(refusals(job([secret("ssh-agent", "a"), secret("ssh-agent", "b", "other")]))).toEqual([]);
    expect(refusals(job([secret("ssh-agent", "a"), secret("env:SSH_AUTH_SOCK", "b")]))).toHaveLength(1);
    expect(refusals(job([secret("env:V", "a")], { variables: { V: "x" } }))).toEqual([
      "delivery: the environment variable V is already taken by the job itself",
    ]);
  });

  it("are refused where the job names a place that is none", () => {
    const args = [[{ placeOf: "nothing" }], [{ placeOf: "test.env:V" }]];
    expect(refusals(job([secret("env:V", "a")], { args }))).toEqual([
      "delivery: the job names the place of nothing, which it does not deliver",
      "delivery: env:V has no place that the program could be told",
    ]);
  });

  it("are refused by name on Windows where it has no such delivery", () => {
    const ways = ["fd:3", "pipe:A", "ssh-agent", "askpass", "command:B", "memory-file:C"];
    const found = refusals(job([...ways, "stdin", "env:D"].map((way) => secret(way, "v"))), windows({}));
    expect(found).toHaveLength(ways.length);
    for (const text of found) expect(text).toMatch(/^delivery: there is no delivery \S+ here: \w/);
  });

  it("are refused where a value cannot be written in its encoding, with the setting of that value", () => {
    const [value] = payloadValues(secret("env:A", "cnry\0x", "ftp.password"));
    if (!value) throw new Error("no value");
    const parts = ["user = ", { ...value, encoding: "curl-config" as const }];
    expect(refusals(job([{ id: "c", delivery: { kind: "stdin" }, parts }]))).toEqual([
      "value: the value for standard input holds a NUL byte, which curl cannot read",
    ]);
  });
});

describe("the environment of a job", () => {
  it("is, if it shall be clean, what programs need to start and nothing else", () => {
    const environment = {
      PATH: "/bin",
      HOME: "/h",
      LANG: "C",
      EDITOR: "vi",
      AWS_PROFILE: "x",
      KEYFERRY_SETTINGS: "/s",
    };
    const plan = planJob(job([], { cleanEnvironment: true, withheldVariables: ["HOME"] }), environment, posix);
    expect(plan.environment).toEqual({ PATH: "/bin", LANG: "C" });
  });
});
