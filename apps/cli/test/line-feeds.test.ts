import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spawnKeyferry } from "./fakes/process.ts";

const VALUE = `cnry p"a$s'\n&€ %`;
// A private key is told by its first and last line.
const KEY = `-----BEGIN PRIVATE KEY-----\n${VALUE}\r\n\n-----END PRIVATE KEY-----\n`;
const sum = (text: string) => `${createHash("sha256").update(text).digest("hex")}  -\n`;

let folder: string;
let store: AwsStore;

async function keyferry(line: string, script?: string) {
  const { accessKeyId, secretAccessKey } = store.credentials;
  const settings = join(folder, "home", "keyferry", "settings.json");
  const env = { HOME: join(folder, "home"), KEYFERRY_SETTINGS: settings, AKID: accessKeyId, SAK: secretAccessKey };
  const tail = script === undefined ? [] : ["--", "sh", "-c", script];
  const ended = await spawnKeyferry([...line.split(" "), ...tail], { cwd: folder, env });
  expect(ended.stdout + ended.stderr).not.toContain("cnry");
  return ended;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-cli-"));
  mkdirSync(join(folder, "home"), { mode: 0o700 });
  store = await startAwsStore();
  store.put("password", { text: VALUE });
  store.put("key", { text: KEY });
  const connection = `--provider aws --set region=eu-west-1 --set endpoint=${store.endpoint}`;
  for (const line of [
    `connection create prod ${connection} --credential accessKeyId=env:AKID --credential secretAccessKey=env:SAK`,
    "secret create password --connection prod --remote-name password --type password --unchecked",
    "secret create key --connection prod --remote-name key --type private-key",
    "profile create by-password",
    "profile use by-password sftp.password password",
    "profile create by-key",
    "profile use by-key sftp.private-key key",
  ]) {
    const { code, stderr } = await keyferry(line);
    expect(code, stderr).toBe(0);
  }
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(process.platform === "linux")("a value with a line feed in it", () => {
  it.each(["env:V", "stdin", "askpass"])("is no password: it is refused before the start, by %s too", async (way) => {
    const { code, stdout, stderr } = await keyferry(`run by-password --deliver sftp.password=${way}`, "echo started");
    expect([code, stdout]).toEqual([65, ""]);
    expect(stderr).toContain("the value has a line break, and a password has none");
  });

  it.each([
    ["env:V", 'printf %s "$V" | sha256sum'],
    ["stdin", "sha256sum"],
    ["fd:3", "sha256sum <&3"],
    ["pipe:V", 'sha256sum < "$V"'],
    ["memory-file:V", 'cat "$V" >/dev/null; sha256sum < "$V"'],
  ])("is in a private key, which %s carries byte for byte", async (way, script) => {
    const { code, stdout, stderr } = await keyferry(`run by-key --deliver sftp.private-key=${way}`, script);
    expect([code, stdout], stderr).toEqual([0, sum(KEY)]);
  });

  it.each(["command:V", "askpass"])("is refused by %s, whose answer it would end", async (way) => {
    const { code, stdout, stderr } = await keyferry(`run by-key --deliver sftp.private-key=${way}`, "echo started");
    expect([code, stdout]).toEqual([65, ""]);
    expect(stderr).toContain("holds a line break, which ends an answer");
  });

  it("has no type by run --env, and arrives as it is", async () => {
    const line = "run --env V=keyferry://prod/password";
    expect(await keyferry(line, 'printf %s "$V" | sha256sum')).toMatchObject({ code: 0, stdout: sum(VALUE) });
  });
});
