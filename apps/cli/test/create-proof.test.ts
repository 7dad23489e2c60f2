import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ended, type ProcessOptions, spawnKeyferry } from "./fakes/process.ts";

const DELAY_MS = 60_000;
let folder: string;
let store: AwsStore;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-proof-"));
  mkdirSync(join(folder, "home"), { mode: 0o700 });
  store = await startAwsStore();
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function create(name: string, secretAccessKey: string, options: ProcessOptions = {}, more = ""): Promise<Ended> {
  const line = `connection create ${name} --provider aws --set region=eu-west-1 --set endpoint=${store.endpoint}`;
  const credentials = "--credential accessKeyId=env:AKID --credential secretAccessKey=env:SAK";
  return start(`${line} ${credentials}${more}`, secretAccessKey, options);
}

function start(line: string, secretAccessKey: string, options: ProcessOptions = {}): Promise<Ended> {
  const env = {
    HOME: join(folder, "home"),
    KEYFERRY_SETTINGS: join(folder, "home", "keyferry", "settings.json"),
    AKID: store.credentials.accessKeyId,
    SAK: secretAccessKey,
  };
  return spawnKeyferry(line.split(" "), { cwd: folder, ...options, env });
}

/** Kills the process once the manager has heard of it, and before it has answered. */
async function killedInTheProof(command: (options: ProcessOptions) => Promise<Ended>): Promise<void> {
  store.fault({ kind: "delay", ms: DELAY_MS });
  const before = store.calls.length;
  const ended = await command({
    onStart(kill) {
      const timer = setInterval(() => {
        if (store.calls.length === before) return;
        clearInterval(timer);
        kill("SIGKILL");
      }, 5);
    },
  });
  store.clearFaults();
  expect(ended).toMatchObject({ code: null, signal: "SIGKILL" });
}

/** Every file under the person's home with its bytes, and what any write to it or replacement of it would change. */
function traces(): unknown[] {
  const home = join(folder, "home");
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => {
      const { ino, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
      const file = statSync(path).isFile();
      return [path, ino, mtimeNs, ctimeNs, file ? readFileSync(path, "utf8") : "folder"];
    });
}

// One person's way: each case builds on the one before.
describe("connection create without a terminal", () => {
  it("makes no file where the login is refused, nor where it is killed in the proof", async () => {
    const refused = await create("prod", "cnry_wrong_key_0123456789");
    expect([refused.code, refused.stderr]).toEqual([77, expect.stringContaining("nothing was saved; --unchecked")]);
    expect(traces()).toEqual([]);
    await killedInTheProof((options) => create("prod", store.credentials.secretAccessKey, options));
    expect(traces()).toEqual([]);
  });

  it("writes once the login is proved, and with --unchecked without asking", async () => {
    const proved = await create("prod", store.credentials.secretAccessKey);
    expect([proved.code, proved.stderr]).toEqual([0, expect.stringMatching(/^connection prod created/)]);
    const calls = store.calls.length;
    expect((await create("unproved", "cnry_wrong_key_0123456789", {}, " --unchecked")).code).toBe(0);
    expect(store.calls.length).toBe(calls);
  });

  it("touches no byte of settings that are there, and leaves no lock to whom it is killed", async () => {
    const before = traces();
    expect(before.length).toBeGreaterThan(1);
    expect((await create("other", "cnry_wrong_key_0123456789")).code).toBe(77);
    expect(traces()).toEqual(before);
    await killedInTheProof((options) => create("other", store.credentials.secretAccessKey, options));
    expect(traces()).toEqual(before);
    // The control: what does write is seen.
    expect((await create("other", store.credentials.secretAccessKey)).code).toBe(0);
    expect(traces()).not.toEqual(before);
  });
});

describe("connection modify without a terminal", { timeout: 60_000 }, () => {
  const WRONG = "cnry_wrong_key_0123456789";
  const modify = (change: string, key = store.credentials.secretAccessKey, options: ProcessOptions = {}) =>
    start(`connection modify prod ${change}`, key, options);

  it("touches no byte where the login is refused there, or where it is killed in the proof", async () => {
    const before = traces();
    const refused = await modify("--set region=eu-central-1 --confirm-origin", WRONG);
    expect([refused.code, refused.stderr]).toEqual([77, expect.stringContaining("nothing was saved; --unchecked")]);
    const nowhere = await modify("--set endpoint=http://127.0.0.1:9 --confirm-origin");
    expect([nowhere.code, nowhere.stderr]).toEqual([69, expect.stringContaining("nothing was saved; --unchecked")]);
    const unread = await modify("--credential secretAccessKey=env:NOT_SET");
    expect([unread.code, unread.stderr]).toEqual([77, expect.stringContaining("nothing was saved; --unchecked")]);
    await killedInTheProof((options) => modify("--credential secretAccessKey=env:SAK", undefined, options));
    expect(traces()).toEqual(before);
  });

  it("writes once the login is proved, and with --unchecked without asking", async () => {
    const calls = store.calls.length;
    const proved = await modify("--credential secretAccessKey=env:SAK");
    expect([proved.code, proved.stderr]).toEqual([0, expect.stringMatching(/^connection prod modified/)]);
    const asked = store.calls.length;
    expect(asked).toBeGreaterThan(calls);
    const unproved = await modify("--credential secretAccessKey=env:NOT_SET --unchecked");
    expect([unproved.code, unproved.stderr]).toEqual([0, expect.stringMatching(/^connection prod modified/)]);
    expect(store.calls.length).toBe(asked);
  });
});
