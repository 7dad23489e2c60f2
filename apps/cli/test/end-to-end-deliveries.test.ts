import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spawnKeyferry } from "./fakes/process.ts";

const SOURCE = `cnry source p"a$s'&€ %`;
const TARGET = `cnry target p"a$s'&€ %`;
const digest = (text: string) => createHash("sha256").update(text).digest("hex");

let folder: string;
let store: AwsStore;

async function keyferry(line: string, script?: string) {
  const { accessKeyId, secretAccessKey } = store.credentials;
  const env = {
    HOME: join(folder, "home"),
    KEYFERRY_SETTINGS: join(folder, "home", "keyferry", "settings.json"),
    AKID: accessKeyId,
    SAK: secretAccessKey,
    AWS_PROFILE: "someone",
    EDITOR: "vi",
  };
  const tail = script === undefined ? [] : ["--", "sh", "-c", script];
  const ended = await spawnKeyferry([...line.split(" "), ...tail], { cwd: folder, env });
  for (const value of [SOURCE, TARGET, secretAccessKey]) expect(ended.stdout + ended.stderr).not.toContain(value);
  return ended;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-cli-"));
  mkdirSync(join(folder, "home"), { mode: 0o700 });
  store = await startAwsStore();
  store.put("from", { text: SOURCE });
  store.put("to", { text: TARGET });
  const connection = `--provider aws --set region=eu-west-1 --set endpoint=${store.endpoint}`;
  const login = "--credential accessKeyId=env:AKID --credential secretAccessKey=env:SAK";
  for (const line of [
    `connection create prod ${connection} ${login}`,
    `connection create own ${connection} --auth default-chain --unchecked`,
    "secret create from --connection prod --remote-name from --type password",
    "secret create to --connection prod --remote-name to --type password",
    "profile create copy",
    "profile use copy source/sftp.password from",
    "profile use copy target/sftp.password to",
  ]) {
    const { code, stderr } = await keyferry(line);
    expect(code, stderr).toBe(0);
  }
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const both = (source: string, target: string) =>
  `run copy --deliver source/sftp.password=${source} --deliver target/sftp.password=${target}`;

describe.runIf(process.platform === "linux")("a profile with two sides", () => {
  it.each([
    ["fd:3", "sha256sum < /dev/fd/3", "stdin", "sha256sum"],
    ["pipe:A", 'sha256sum < "$A"', "memory-file:B", 'sha256sum < "$B"'],
    ["command:A", '"$A" | head -c -1 | sha256sum', "askpass", '"$SSH_ASKPASS" | head -c -1 | sha256sum'],
  ])("gives each side its own value: %s and %s", async (source, first, target, second) => {
    const { code, stdout, stderr } = await keyferry(both(source, target), `${first}; ${second}; exit 21`);
    expect([code, stdout], stderr).toEqual([21, `${digest(SOURCE)}  -\n${digest(TARGET)}  -\n`]);
  });

  it("keeps its deliveries, masks the values, and refuses two that go the same way", async () => {
    for (const side of ["source", "target"]) {
      const { code } = await keyferry(`profile deliver copy ${side}/sftp.password=fd:${side === "source" ? 5 : 6}`);
      expect(code).toBe(0);
    }
    expect((await keyferry("run copy", "cat <&5; cat <&6")).stdout).toBe("[secret]");
    const clash = await keyferry(both("fd:5", "fd:5"), "echo started");
    expect([clash.code, clash.stdout]).toEqual([78, ""]);
    expect(clash.stderr).toContain("descriptor 5 is already taken by the setting source/sftp.password");
    expect((await keyferry("profile deliver copy target/sftp.password=fd:5")).code).toBe(78);
  });

  it("refuses what no delivery can carry, before anything is read", async () => {
    const before = store.calls.length;
    const { code, stderr } = await keyferry(both("argv:1", "fd:2"), "echo started");
    expect(code).toBe(78);
    expect(stderr).toMatch(/there is no delivery "argv"(.|\n)*fd takes a number from 3 to 63/);
    expect(store.calls.length).toBe(before);
  });
});

describe.runIf(process.platform === "linux")("what a job inherits", () => {
  const run = "run --env TOKEN=keyferry:from";

  it("is without the variables of logins, those of an ambient one included", async () => {
    const script = 'echo "$AKID,$SAK,$AWS_PROFILE,$KEYFERRY_SETTINGS,$EDITOR"';
    expect((await keyferry(run, script)).stdout).toBe(",,,,vi\n");
    expect((await keyferry(`${run} --keep-env AWS_PROFILE`, script)).stdout).toBe(",,someone,,vi\n");
    expect((await keyferry(`${run} --clean-env`, `${script}; echo "$HOME"`)).stdout).toBe(
      `,,,,\n${join(folder, "home")}\n`,
    );
    const refused = await keyferry(`${run} --keep-env SAK`, script);
    expect([refused.code, refused.stdout]).toEqual([78, ""]);
  });

  it("is told by a dry run, which asks no manager", async () => {
    const before = store.calls.length;
    const { code, stdout } = await keyferry(`${run} --dry-run`, "true");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^would start sh -c true\nTOKEN -> env:TOKEN\nAKID is withheld\n/);
    expect(stdout).toContain("AWS_PROFILE is withheld\n");
    expect(store.calls.length).toBe(before);
  });

  it("comes from a file of variables besides", async () => {
    writeFileSync(join(folder, "job.env"), "TOKEN=keyferry:to\nPLACE=$HOME # not expanded\n");
    const script = 'printf %s "$TOKEN" | sha256sum; echo "$PLACE"';
    const { stdout } = await keyferry("run --env-file job.env", script);
    expect(stdout).toBe(`${digest(TARGET)}  -\n$HOME\n`);
  });
});
