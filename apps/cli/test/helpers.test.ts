import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fromProcess } from "@aws-sdk/credential-providers";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spawnKeyferry } from "./fakes/process.ts";

const TOKEN = `p"a$s'\\&€ %`;
const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const COMPILED = fileURLToPath(new URL("../../../node_modules/.cache/node-compile", import.meta.url));

let folder: string;
let store: AwsStore;
let env: Record<string, string>;
let keyferry: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-helpers-"));
  mkdirSync(join(folder, "home"), { mode: 0o700 });
  store = await startAwsStore();
  store.put("git", { text: JSON.stringify({ user: "ada", token: TOKEN }) });
  store.put("s3", { text: JSON.stringify({ id: "AKIAEXAMPLE", key: "s3-canary-key" }) });
  const { accessKeyId, secretAccessKey } = store.credentials;
  env = {
    HOME: join(folder, "home"),
    KEYFERRY_SETTINGS: join(folder, "home", "keyferry", "settings.json"),
    AKID: accessKeyId,
    SAK: secretAccessKey,
    NODE_COMPILE_CACHE: COMPILED,
    PATH: process.env.PATH ?? "",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
  };
  const create = `connection create prod --provider aws --set region=eu-west-1 --set endpoint=${store.endpoint} --credential accessKeyId=env:AKID --credential secretAccessKey=env:SAK`;
  const { code, stderr } = await spawnKeyferry(create.split(" "), { cwd: folder, env });
  expect(code, stderr).toBe(0);
  // What the configuration starts: a program of this name, as an installation has it.
  keyferry = join(folder, "keyferry");
  const line = [process.execPath, "--disable-warning=ExperimentalWarning", MAIN].map((word) => `'${word}'`).join(" ");
  writeFileSync(keyferry, `#!/bin/sh\nexec ${line} "$@"\n`, { mode: 0o755 });
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(program: string, args: readonly string[], input: string): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { env, cwd: folder }, (_, stdout, stderr) => resolve({ stdout, stderr }));
    child.stdin?.end(input);
  });
}

describe.skipIf(process.platform === "win32")("helpers of real programs", () => {
  it("git fills a login in for its own host, by one read, and for no other", async () => {
    const helper = `!'${keyferry}' helper git-credential --for https://git.example --username 'keyferry://prod/git#user' --password 'keyferry://prod/git#token'`;
    const fill = (host: string) =>
      run("git", ["-c", `credential.helper=${helper}`, "credential", "fill"], `protocol=https\nhost=${host}\n\n`);
    const before = store.calls.length;
    const { stdout } = await fill("git.example");
    const lines = Object.fromEntries(
      stdout
        .trim()
        .split("\n")
        .map((line) => line.split(/=(.*)/s)),
    );
    expect(lines).toMatchObject({ protocol: "https", host: "git.example", username: "ada", password: TOKEN });
    expect(store.calls.length - before).toBe(1);
    const other = await fill("evil.example");
    expect(other.stdout + other.stderr).not.toContain(TOKEN);
    expect(store.calls.length - before).toBe(1);
    const { stdout: audit } = await run(keyferry, ["audit", "list", "--json"], "");
    expect(JSON.parse(audit)).toMatchObject([{ purpose: "helper", program: "git-credential", outcome: "resolved" }]);
    expect(audit).not.toContain(createHash("sha256").update(TOKEN).digest("hex"));
  });

  it("an AWS configuration's credential_process gives a key to the vendor's own reader", async () => {
    const config = join(folder, "config");
    const process = `${keyferry} helper aws-credentials --access-key-id keyferry://prod/s3#id --secret-access-key keyferry://prod/s3#key`;
    writeFileSync(config, `[profile job]\ncredential_process = ${process}\n`);
    const before = { ...globalThis.process.env };
    // The vendor's reader starts the program with the environment of this process.
    Object.assign(globalThis.process.env, env);
    try {
      const read = fromProcess({ profile: "job", configFilepath: config, filepath: join(folder, "none") });
      expect(await read()).toMatchObject({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "s3-canary-key" });
    } finally {
      for (const name of Object.keys(env)) {
        if (before[name] === undefined) delete globalThis.process.env[name];
        else globalThis.process.env[name] = before[name];
      }
    }
  });
});
