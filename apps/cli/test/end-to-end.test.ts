import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ended, type ProcessOptions, spawnKeyferry } from "./fakes/process.ts";

const PASSWORD = "cnry_9c41d0e7b2a85f36";
const TOKEN = "cnry_11f2a9b3c4d5e607";
const digest = (text: string) => createHash("sha256").update(text).digest("hex");
/** A job that proves what it got without showing it, and exits with a code of its own. */
const WITNESS = `
  const { createHash } = require("node:crypto");
  const [variable, code] = process.argv.slice(1);
  console.log(createHash("sha256").update(process.env[variable] ?? "").digest("hex"), "AKID" in process.env);
  console.log("the value is " + process.env[variable]);
  process.exit(Number(code));
`;

let folder: string;
let store: AwsStore;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-cli-"));
  mkdirSync(join(folder, "home"), { mode: 0o700 });
  store = await startAwsStore();
  store.put("backup/nas", { text: JSON.stringify({ user: "nas", password: PASSWORD }), description: "the NAS" });
  store.put("api/token", { text: JSON.stringify({ key: TOKEN }) });
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function keyferry(line: string, more: readonly string[] = [], options: ProcessOptions = {}): Promise<Ended> {
  const { accessKeyId, secretAccessKey } = store.credentials;
  const env = {
    HOME: join(folder, "home"),
    KEYFERRY_SETTINGS: join(folder, "home", "keyferry", "settings.json"),
    AKID: accessKeyId,
    SAK: secretAccessKey,
  };
  const ended = await spawnKeyferry([...line.split(" "), ...more], { cwd: folder, ...options, env });
  const printed = ended.stdout + ended.stderr;
  for (const value of [PASSWORD, TOKEN, secretAccessKey]) expect(printed).not.toContain(value);
  return ended;
}

/** A command that must work, and what it printed as JSON. */
async function json(line: string): Promise<unknown> {
  const { code, stdout, stderr } = await keyferry(line);
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout);
}

/** A command that must work without output, and its message. */
async function message(line: string, more: readonly string[] = []): Promise<string> {
  const { code, stdout, stderr } = await keyferry(line, more);
  expect([code, stdout], stderr).toEqual([0, ""]);
  return stderr;
}

// One person's way, command by command: each builds on the one before.
describe("the main job", () => {
  it("connects", async () => {
    const credentials = "--credential accessKeyId=env:AKID --credential secretAccessKey=env:SAK";
    const line = `connection create prod --provider aws --set region=eu-west-1 --set endpoint=${store.endpoint} ${credentials}`;
    expect(await message(line)).toMatch(/^connection prod created \(aws, login by [a-z-]+\)\n$/);
    expect(await json("connection list --json")).toMatchObject([{ name: "prod", provider: "aws", secrets: [] }]);
    const sources = { accessKeyId: "env:AKID", secretAccessKey: "env:SAK" };
    expect(await json("connection show prod --json")).toMatchObject({ name: "prod", auth: { sources } });
    expect(await json("connection check prod --json")).toMatchObject({ connection: "prod", canList: "yes" });
    expect(await json("provider list --json")).toContainEqual(
      expect.objectContaining({ id: "aws", package: "@keyferry/provider-aws", installed: true }),
    );
  });

  it("lists the manager's names", async () => {
    const names = (await json("connection names prod --json")) as { name: string }[];
    expect(names.map(({ name }) => name).sort()).toEqual(["api/token", "backup/nas"]);
    const { stdout } = await keyferry("connection names prod --filter backup");
    expect(stdout).toMatch(/^NAME {8}DESCRIPTION {2}UPDATED\nbackup\/nas {2}the NAS {6}\S+\n$/);
  });

  it("defines a secret by its key", async () => {
    expect(await json("secret keys prod backup/nas --json")).toEqual({
      connection: "prod",
      remoteName: "backup/nas",
      kind: "object",
      keys: ["user", "password"],
    });
    const line = "secret create nas-password --connection prod --remote-name backup/nas --key password --type password";
    expect(await message(line)).toBe("secret nas-password created (password: backup/nas, key password of prod)\n");
    expect(await json("secret list --json")).toMatchObject([{ name: "nas-password", profiles: [] }]);
    expect((await keyferry("secret show nas-password")).stdout).toContain("remote name  backup/nas\n");
  });

  it("uses it in a profile", async () => {
    expect(await message("profile create nightly")).toBe("profile nightly created\n");
    await message("profile set nightly sftp.host nas.example");
    await message("profile use nightly sftp.password nas-password");
    expect((await keyferry("profile show nightly")).stdout).toMatch(
      /sftp\.host {6}nas\.example\n|sftp\.password {2}secret nas-password/,
    );
    const settings = (await json("profile settings nightly --json")) as { setting: string }[];
    expect(settings).toContainEqual(expect.objectContaining({ setting: "sftp.password", secret: "nas-password" }));
    expect(await json("check nightly --json")).toMatchObject([
      { setting: "sftp.password", secret: "nas-password", ok: true },
    ]);
  });

  it("runs a job with the value, masked in its output, with the job's exit code", async () => {
    const program = ["--", process.execPath, "-e", WITNESS, "NAS_PASSWORD", "37"];
    const ran = await keyferry("run nightly --deliver sftp.password=env:NAS_PASSWORD", program);
    expect([ran.code, ran.stderr]).toEqual([37, ""]);
    expect(ran.stdout).toMatch(new RegExp(`^${digest(PASSWORD)} false\nthe value is \\S+\n$`));
  });

  it("runs the profile's own job", async () => {
    const program = ["--", process.execPath, "-e", WITNESS, "P", "0"];
    await message("profile job nightly", program);
    await message("profile deliver nightly sftp.password=env:P");
    expect((await keyferry("run nightly")).stdout).toContain(digest(PASSWORD));
    expect((await keyferry("run nightly --explain-delivery")).stdout).toBe("sftp.password -> env:P\n");
    expect(await json("profile list --json")).toMatchObject([{ name: "nightly", job: { args: program.slice(2) } }]);
  });

  it("runs without a profile", async () => {
    const program = ["--", process.execPath, "-e", WITNESS, "TOKEN", "0"];
    const ran = await keyferry("run --env TOKEN=keyferry://prod/api/token#key", program);
    expect([ran.code, ran.stdout.split(" ")[0]], ran.stderr).toEqual([0, digest(TOKEN)]);
  });
});

describe("what goes wrong", () => {
  const job = ["--", process.execPath, "-e", "console.log('started')"];

  it("reports a missing and a denied secret at once, and starts nothing", async () => {
    store.deny({ name: "api/token" });
    const { code, stdout, stderr } = await keyferry(
      "run --env A=keyferry://prod/gone --env B=keyferry://prod/api/token#key",
      job,
    );
    store.allow();
    expect([code, stdout]).toEqual([77, ""]);
    expect(stderr.match(/^error: .*$/gm)?.map((line) => line.replace(/.*\((.+)\)$/, "$1"))).toEqual([
      "not-found",
      "access-denied",
    ]);
  });

  it.skipIf(process.platform === "win32")(
    "ends at SIGTERM while it waits for the manager, and starts nothing",
    async () => {
      store.fault({ kind: "delay", ms: 60_000 });
      const before = store.calls.length;
      let signalled = 0;
      const ended = await keyferry("run --env A=keyferry://prod/api/token#key", job, {
        onStart(kill) {
          const timer = setInterval(() => {
            if (store.calls.length === before) return;
            clearInterval(timer);
            signalled = performance.now();
            kill("SIGTERM");
          }, 10);
        },
      });
      store.clearFaults();
      expect(ended).toEqual({ code: 143, signal: null, stdout: "", stderr: "cancelled\n" });
      // The promise is one second; a busy machine gets some more.
      expect(performance.now() - signalled).toBeLessThan(5_000);
    },
  );

  it("gives 64 for a typed address that cannot be one, 66 for an unknown name", async () => {
    expect((await keyferry("run --env A=keyferry://prod/%09", job)).code).toBe(64);
    expect((await keyferry("run nobody")).code).toBe(66);
    expect((await keyferry("connection show nobody")).code).toBe(66);
  });

  it("offers the nearest real name for a mistyped provider, remote name, flag and setting", async () => {
    const provider = await keyferry("connection create x --provider asw --set region=eu-west-1");
    expect([provider.code, provider.stderr]).toEqual([78, expect.stringContaining('did you mean "aws"?')]);
    const remote = await keyferry("secret keys prod backup/nsa");
    expect([remote.code, remote.stderr]).toEqual([66, expect.stringContaining('did you mean "backup/nas"?')]);
    expect((await keyferry("profile set nightly sftp.hots x")).stderr).toContain('did you mean "sftp.host"');
    expect((await keyferry("secret list --jsno")).stderr).toContain("Did you mean --json");
  });

  it("refuses a password as a literal", async () => {
    const { code, stderr } = await keyferry("profile set nightly sftp.password hunter2-canary");
    expect(code).toBe(78);
    expect(stderr).not.toContain("hunter2-canary");
  });

  it("gives 127 where there is no such program", async () => {
    const ran = await keyferry("run --env A=keyferry://prod/api/token#key -- keyferry-no-such-program");
    expect([ran.code, ran.stdout, ran.stderr]).toEqual([127, "", expect.stringContaining("was not found")]);
  });

  it("gives 77 for a login that the manager refuses", async () => {
    const wrong = "connection create wrong --provider aws --set region=eu-west-1 --credential accessKeyId=env:AKID";
    const whole = `${wrong} --set endpoint=${store.endpoint} --credential secretAccessKey=env:AKID`;
    expect((await keyferry(whole)).code).toBe(77);
    expect((await keyferry("connection show wrong")).code).toBe(66);
    await message(`${whole} --unchecked`);
    expect((await keyferry("connection check wrong")).code).toBe(77);
  });
});
