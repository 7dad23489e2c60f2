import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import { LeakScanner } from "@keyferry/test-harness/leaks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ended, spawnKeyferry } from "./fakes/process.ts";

const HOOK = new URL("./fakes/loaded-modules.mjs", import.meta.url).href;
const CREDENTIAL_STORE = /packages\/credential-store|@napi-rs|age-encryption/;

let folder: string;
let store: AwsStore;
let printed = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-stored-"));
  for (const name of ["home", "tmp"]) mkdirSync(join(folder, name), { mode: 0o700 });
  store = await startAwsStore();
  store.put("api/token", { text: "cnry_value_0123456789abcdef" });
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function keyferry(
  line: string,
  options: { input?: string; env?: Record<string, string>; loaded?: string } = {},
): Promise<Ended> {
  const env = {
    HOME: join(folder, "home"),
    TMPDIR: join(folder, "tmp"),
    KEYFERRY_SETTINGS: join(folder, "home", "keyferry", "settings.json"),
    ...options.env,
    ...(options.loaded === undefined ? {} : { LOADED_MODULES: options.loaded }),
  };
  const flags = options.loaded === undefined ? [] : ["--import", HOOK];
  const { input } = options;
  const ended = await spawnKeyferry(line.split(" "), {
    cwd: folder,
    env,
    flags,
    ...(input === undefined ? {} : { input }),
  });
  printed += ended.stdout + ended.stderr;
  return ended;
}

// One person's way, command by command: each builds on the one before.
describe("a login that is stored", () => {
  it("is created without a credential, and fails until it is sealed", async () => {
    const credentials = "--credential accessKeyId=stored --credential secretAccessKey=stored";
    const line = `connection create prod --provider aws --set region=eu-west-1 --set endpoint=${store.endpoint} ${credentials}`;
    expect(await keyferry(line)).toMatchObject({ code: 0 });
    const checked = await keyferry("connection check prod");
    expect(checked.code).toBe(77);
    expect(checked.stderr).toContain("next: seal it: keyferry connection login");
  });

  it("is sealed from standard input, field by field, and proved", async () => {
    const { accessKeyId, secretAccessKey } = store.credentials;
    const none = await keyferry("connection login prod --field accessKeyId", { input: accessKeyId });
    expect([none.code, none.stderr]).toEqual([64, expect.stringContaining("--keeper keychain")]);
    const keeper = `--keeper key-file:${join(folder, "home", "key")}`;
    const first = await keyferry(`connection login prod --field accessKeyId ${keeper}`, { input: `${accessKeyId}\n` });
    expect(first, first.stderr).toMatchObject({ code: 0 });
    const second = await keyferry("connection login prod --field secretAccessKey", { input: secretAccessKey });
    expect(second, second.stderr).toMatchObject({ code: 0 });
    const sealed = join(folder, "home", "keyferry", "credentials.sealed.json");
    expect((await stat(sealed)).mode & 0o777).toBe(0o600);
  });

  it("runs a job, with nothing of the login in the job's environment", async () => {
    const program = "-- env";
    const ran = await keyferry(`run --env TOKEN=keyferry://prod/api/token ${program}`);
    expect(ran, ran.stderr).toMatchObject({ code: 0, stdout: expect.stringMatching(/^TOKEN=\S+$/m) });
    const status = JSON.parse((await keyferry("connection status prod --json")).stdout);
    expect(status).toMatchObject({
      sources: { accessKeyId: "stored", secretAccessKey: "stored" },
      sealed: { fits: true },
    });
  });

  it("loads the store where a login is stored, and nowhere else", async () => {
    const loaded = async (line: string, env: Record<string, string> = {}) => {
      const log = join(folder, `${line.split(" ").slice(0, 4).join("-").replace(/\W+/g, "-")}.log`);
      expect((await keyferry(line, { loaded: log, env })).code).toBe(0);
      const modules = readFileSync(log, "utf8").split("\n");
      rmSync(log);
      return modules.filter((url) => CREDENTIAL_STORE.test(url));
    };
    const stored = await loaded("run --env TOKEN=keyferry://prod/api/token -- true");
    expect(stored.length).toBeGreaterThan(0);
    // Of the keepers' libraries none is loaded for a key file.
    expect(stored.filter((url) => /@napi-rs|age-encryption/.test(url))).toEqual([]);
    const { accessKeyId, secretAccessKey } = store.credentials;
    const credentials = "--credential accessKeyId=env:AKID --credential secretAccessKey=env:SAK";
    const line = `connection create plain --provider aws --set region=eu-west-1 --set endpoint=${store.endpoint} ${credentials}`;
    const env = { AKID: accessKeyId, SAK: secretAccessKey };
    expect(await loaded(line, env)).toEqual([]);
    expect(await loaded("run --env TOKEN=keyferry://plain/api/token -- true", env)).toEqual([]);
    for (const other of [
      "connection status plain",
      "connection list",
      "connection show prod",
      "connection delete plain",
    ]) {
      expect(await loaded(other), other).toEqual([]);
    }
  });

  it("moves to another keeper, by a passphrase from a descriptor too, and goes with its connection", async () => {
    const moved = await keyferry(`connection rewrap --keeper key-file:${join(folder, "home", "key2")}`);
    expect(moved).toMatchObject({ code: 0, stderr: expect.stringMatching(/^the logins of prod are sealed anew/) });
    expect(await keyferry("connection check prod")).toMatchObject({ code: 0 });
    rmSync(join(folder, "home", "key2"));
    const lost = await keyferry("connection check prod");
    expect([lost.code, lost.stderr]).toEqual([77, expect.stringMatching(/the key file is not there/)]);
    expect(await keyferry("connection delete prod")).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, "home", "keyferry", "credentials.sealed.json"), "utf8")).toContain('"logins": {}');
  });

  it("left no credential in any file, nor in what was printed", async () => {
    const { accessKeyId, secretAccessKey } = store.credentials;
    const scanner = new LeakScanner([accessKeyId, secretAccessKey]);
    expect([...scanner.scanText(printed, "the output"), ...(await scanner.scanDirectory(folder))]).toEqual([]);
    // The control: what is planted is found.
    writeFileSync(join(folder, "tmp", "planted"), Buffer.from(secretAccessKey).toString("base64"));
    expect(await scanner.scanDirectory(folder)).toHaveLength(1);
  });
});
