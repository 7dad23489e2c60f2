import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyferry } from "@keyferry/core";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../src/cli.ts";
import { runReportSchema } from "../src/run/report-schema.ts";
import { startJob } from "../src/start-job.ts";
import { captured } from "./fakes/world.ts";

const PASSWORD = "cnry_5a0f3c9d7e1b2846";

let folder: string;
let store: AwsStore;

/** The real command line over real settings and a real host, in this process. */
async function keyferry(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [out, err] = [captured(), captured()];
  const code = await runCli(argv, {
    stdout: out.stream,
    stderr: err.stream,
    self: ["/usr/bin/node", "/opt/keyferry/main.js"],
    interrupts: { signal: new AbortController().signal, exitCode: undefined, release() {} },
    openKeyferry: () => {
      const env = { AKID: store.credentials.accessKeyId, SAK: store.credentials.secretAccessKey };
      return createKeyferry({ settings: join(folder, "settings.json"), env, pluginRoots: [import.meta.url] });
    },
    startJob,
    explainJob: async () => [],
    surroundings: { env: {}, execArgv: [], coreLimit: async () => "0" },
  });
  expect(out.text() + err.text()).not.toContain(PASSWORD);
  return { code, stdout: out.text(), stderr: err.text() };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-audited-"));
  chmodSync(folder, 0o700);
  store = await startAwsStore();
  store.put("backup/nas", { text: JSON.stringify({ password: PASSWORD }) });
  const login = ["--credential", "accessKeyId=env:AKID", "--credential", "secretAccessKey=env:SAK"];
  const fields = ["--set", "region=eu-west-1", "--set", `endpoint=${store.endpoint}`];
  await keyferry("connection", "create", "prod", "--provider", "aws", ...fields, ...login);
  const remote = ["--connection", "prod", "--remote-name", "backup/nas", "--key", "password", "--type", "password"];
  await keyferry("secret", "create", "nas", ...remote);
  const job = ["--", process.execPath, "-e", "process.exit(process.env.P ? 3 : 4)"];
  await keyferry("profile", "create", "nightly", "--deliver", "sftp.password=env:P", ...job);
  await keyferry("profile", "use", "nightly", "sftp.password", "nas");
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

// One run and what becomes of its audit: each step builds on the one before.
describe("a run, its report and its audit", () => {
  const report = () => JSON.parse(readFileSync(join(folder, "last.json"), "utf8"));
  const log = () => join(folder, "state", "audit.jsonl");

  it("writes a report that fits its schema, with the head of the audit", async () => {
    const { code, stderr } = await keyferry(
      "run",
      "nightly",
      "--reason",
      "ticket 4711",
      "--report",
      join(folder, "last.json"),
    );
    expect([code, stderr]).toEqual([3, ""]);
    expect(new Ajv2020().validate(runReportSchema, report())).toBe(true);
    expect(report()).toMatchObject({
      outcome: "finished",
      exitCode: 3,
      reason: "ticket 4711",
      profile: { name: "nightly" },
      uses: [{ setting: "sftp.password", secret: "nas", connection: "prod", delivery: "env:P" }],
      audit: { count: 2 },
    });
    expect(statSync(join(folder, "last.json")).mode & 0o777).toBe(0o600);
    for (const path of [log(), join(folder, "last.json")]) expect(readFileSync(path, "utf8")).not.toContain(PASSWORD);
  });

  it("is listed, and tells impact and drift which version it used", async () => {
    const { version } = report().uses[0];
    expect((await keyferry("audit", "list")).stdout).toMatch(
      new RegExp(`nightly +nas \\(${version}\\) +finished, exit code 3`),
    );
    expect((await keyferry("impact", "nas")).stdout).toContain(version);
    const before = store.calls.length;
    expect((await keyferry("drift")).stderr).toBe(
      "every profile has run on the newest versions, and nothing ends soon\n",
    );
    store.put("backup/nas", { text: JSON.stringify({ password: `${PASSWORD}2` }) });
    expect((await keyferry("drift")).stdout).toContain("not yet on the newest version");
    const asked = store.calls.slice(before).map(({ operation }) => operation);
    expect(asked.filter((operation) => /GetSecretValue/.test(operation ?? ""))).toEqual([]);
    expect(asked.length).toBeGreaterThan(1);
  });

  it("is held to its head, and names what was changed by hand", async () => {
    const { count, hash } = report().audit;
    const whole = await keyferry("audit", "verify", "--expect", `${count}:${hash}`);
    expect([whole.code, whole.stdout]).toEqual([0, `the audit is whole: 2 records, head ${count}:${hash}\n`]);
    const text = readFileSync(log(), "utf8");
    writeFileSync(log(), text.replace("ticket 4711", "ticket 4712"));
    const changed = await keyferry("audit", "verify");
    expect([changed.code, changed.stderr]).toEqual([65, expect.stringContaining("record 1 was changed")]);
    writeFileSync(log(), `${text.split("\n")[0]}\n`);
    expect((await keyferry("audit", "verify")).code).toBe(0);
    expect((await keyferry("audit", "verify", "--expect", `${count}:${hash}`)).code).toBe(65);
    writeFileSync(log(), text);
  });

  it("starts nothing and reads nothing where the audit cannot be written", async () => {
    chmodSync(log(), 0o644);
    const before = store.calls.length;
    const refused = await keyferry("run", "nightly");
    chmodSync(log(), 0o600);
    expect([refused.code, store.calls.length - before]).toEqual([78, 0]);
    expect(refused.stderr).toContain(`chmod 600 ${log()}`);
  });
});
