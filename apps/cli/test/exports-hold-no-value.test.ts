import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import { canary, hostileCanary, LeakScanner } from "@keyferry/test-harness/leaks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ended, spawnKeyferry } from "./fakes/process.ts";

const USER = canary();
/** What a password cannot have is a line break. */
const PASSWORD = hostileCanary().replace("\n", " ");
const PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----\n${canary()}\n${hostileCanary()}\n-----END PRIVATE KEY-----\n`;
const LOGIN = canary();
const values = (): string[] => [USER, PASSWORD, PRIVATE_KEY, LOGIN, store.credentials.secretAccessKey];
const digest = (text: string) => createHash("sha256").update(text).digest("hex");
const WITNESS = `
  const { createHash } = require("node:crypto");
  for (const name of ["A", "B", "C"]) console.log(createHash("sha256").update(process.env[name] ?? "").digest("hex"));
`;

let folder: string;
let store: AwsStore;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-exports-"));
  for (const name of ["home", "other", "exported"]) mkdirSync(join(folder, name), { mode: 0o700 });
  store = await startAwsStore();
  store.put("backup/nas", { text: JSON.stringify({ user: USER, password: PASSWORD }), description: "the NAS" });
  store.put("backup/key", { text: PRIVATE_KEY });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A person's command line, whose settings rest in `home`. */
function keyferry(args: readonly string[], { home = "home", input = "" } = {}): Promise<Ended> {
  const env = {
    HOME: join(folder, home),
    KEYFERRY_SETTINGS: join(folder, home, "keyferry", "settings.json"),
    AKID: store.credentials.accessKeyId,
    SAK: store.credentials.secretAccessKey,
  };
  return spawnKeyferry(args, { cwd: folder, env, input });
}

async function works(line: string, more: readonly string[] = [], options: { home?: string; input?: string } = {}) {
  const ended = await keyferry([...line.split(" "), ...more], options);
  expect([line, ended.code], ended.stderr).toEqual([line, 0]);
  return ended;
}

const exportedPath = (line: string) => join(folder, "exported", `${line.replaceAll(/\W+/g, "-")}.txt`);

/** Whatever gives something to others, to scripts or to the screen. */
const EXPORTS = [
  "profile export nightly",
  "profile show nightly --json",
  "profile settings nightly",
  ...["prod", "sealed"].flatMap((name) => [
    `connection export ${name}`,
    `connection show ${name} --json`,
    `connection status ${name} --json`,
    `impact ${name} --json`,
  ]),
  "profile settings nightly --json",
  "profile list --json",
  "profile list",
  "connection list --json",
  "connection check prod --json",
  "connection names prod --json",
  "secret list --json",
  "secret list",
  "secret show nas-password --json",
  "secret keys prod backup/nas --json",
  "impact nas-password --json",
  "audit list --json",
  "audit verify --json",
  "check nightly --json",
  "drift --json",
  "policy nightly --json",
  "provider list --json",
  "doctor --json",
  "schedule nightly --systemd",
  "schedule nightly --kubernetes --image example",
  "run nightly --explain-delivery",
];

// One person's way: each case builds on the one before.
describe("what goes out", () => {
  it("comes from profiles that hand the very values to a job", async () => {
    const aws = `--provider aws --set region=eu-west-1 --set endpoint=${store.endpoint}`;
    await works(`connection create prod ${aws} --credential accessKeyId=env:AKID --credential secretAccessKey=env:SAK`);
    await works(
      `connection create sealed ${aws} --auth access-key --credential accessKeyId=env:AKID --credential secretAccessKey=stored`,
    );
    const keeper = `--keeper key-file:${join(folder, "home", "sealing-key")}`;
    await works(`connection login sealed --field secretAccessKey ${keeper}`, [], { input: LOGIN });
    for (const [name, remote, type] of [
      ["nas-user", "backup/nas --key user", "username"],
      ["nas-password", "backup/nas --key password", "password"],
      ["nas-key", "backup/key", "private-key"],
    ]) {
      await works(`secret create ${name} --connection prod --remote-name ${remote} --type ${type}`);
    }
    const program = ["--", process.execPath, "-e", WITNESS];
    await works(
      "profile create nightly --deliver sftp.username=env:A --deliver sftp.password=env:B --deliver sftp.private-key=env:C",
      program,
    );
    await works("profile set nightly sftp.host nas.example");
    for (const [setting, secret] of [
      ["sftp.username", "nas-user"],
      ["sftp.password", "nas-password"],
      ["sftp.private-key", "nas-key"],
    ]) {
      await works(`profile use nightly ${setting} ${secret}`);
    }
    const ran = await works(`run nightly --reason nightly-backup --report ${join(folder, "exported", "report.json")}`);
    expect(ran.stdout).toBe([USER, PASSWORD, PRIVATE_KEY].map((value) => `${digest(value)}\n`).join(""));
  });

  it("holds no byte of a value in any of nine encodings, whatever writes it", async () => {
    const scanner = new LeakScanner(values());
    const written = async (line: string) => {
      const { stdout, stderr } = await works(line);
      expect(stdout.length, line).toBeGreaterThan(0);
      scanner.scanText(stdout, line);
      scanner.scanText(stderr, `${line}, standard error`);
      writeFileSync(exportedPath(line), stdout);
    };
    for (let at = 0; at < EXPORTS.length; at += 4) await Promise.all(EXPORTS.slice(at, at + 4).map(written));
    const [{ run }] = JSON.parse((await works("audit list --json")).stdout);
    scanner.scanText((await works(`audit show ${run} --json`)).stdout, "audit show");
    await scanner.scanDirectory(folder);
    const { findings, unread, encodings, bytes } = scanner.report();
    expect([findings, unread, encodings.length]).toEqual([[], [], 9]);
    expect(bytes).toBeGreaterThan(50_000);
  });

  it("holds none for whom takes it over, and what is refused on the way holds none", async () => {
    const scanner = new LeakScanner(values());
    const elsewhere = { home: "other" };
    const taken = [
      await works(
        `connection import ${exportedPath("connection export prod")} --yes --json --credential accessKeyId=env:AKID --credential secretAccessKey=env:SAK`,
        [],
        elsewhere,
      ),
      await works(
        `profile import ${exportedPath("profile export nightly")} --yes --json --accept-program --bind sftp.password=nas-password`,
        [],
        elsewhere,
      ),
      await works("profile export nightly", [], elsewhere),
      await works("connection export prod", [], elsewhere),
      // Two slots are not bound: that is refused, by name.
      await keyferry(["run", "nightly"], elsewhere),
      await keyferry(
        ["secret", "create", "x", "--connection", "prod", "--remote-name", "backup/nas", "--type", "password"],
        elsewhere,
      ),
    ];
    expect(taken.map(({ code }) => code)).toEqual([0, 0, 0, 0, 78, 65]);
    for (const { stdout, stderr } of taken) scanner.scanText(stdout + stderr, "taken over");
    await scanner.scanDirectory(join(folder, "other"));
    expect(scanner.report()).toMatchObject({ findings: [], unread: [] });
  });

  it("would be found: in each of nine encodings in an export, and by the very way of the product", async () => {
    const exported = readFileSync(exportedPath("profile export nightly"), "utf8");
    expect(exported).toContain("nas.example");
    const xml: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
    const planted: Record<string, (value: string) => Buffer> = {
      raw: (value) => Buffer.from(value),
      "utf-16le": (value) => Buffer.from(value, "utf16le"),
      base64: (value) => Buffer.from(Buffer.from(`u:${value}`).toString("base64")),
      base64url: (value) => Buffer.from(Buffer.from(`u:${value}`).toString("base64url")),
      hex: (value) => Buffer.from(Buffer.from(value).toString("hex")),
      "hex-upper": (value) => Buffer.from(Buffer.from(value).toString("hex").toUpperCase()),
      percent: (value) => Buffer.from(encodeURIComponent(value)),
      json: (value) => Buffer.from(JSON.stringify(value)),
      xml: (value) => Buffer.from(value.replace(/[&<>"']/g, (sign) => xml[sign] ?? sign)),
    };
    expect(Object.keys(planted).sort()).toEqual([...new LeakScanner(values()).report().encodings].sort());
    // The second value has what each encoding changes, so that it is found by its own name, not only by another one.
    for (const [encoding, plant] of Object.entries(planted)) {
      for (const value of [PASSWORD, `${PASSWORD}~~~???>>>ÿÿÿ~~~???>>>`]) {
        const [before = "", after = ""] = exported.split("nas.example");
        const leaking = Buffer.concat([Buffer.from(before), plant(value), Buffer.from(after)]);
        const found = new LeakScanner([value]).scanBytes(leaking, "export");
        expect(found.length, encoding).toBeGreaterThan(0);
        if (value !== PASSWORD) expect(found.map((each) => each.encoding)).toContain(encoding);
      }
    }
    await works("secret describe nas-password", [PASSWORD]);
    const scanner = new LeakScanner(values());
    const leaks = ["secret list --json", "connection export prod"];
    for (const line of leaks) scanner.scanText((await works(line)).stdout, line);
    expect(scanner.report().findings.map(({ source, value }) => [source, value])).toEqual(
      expect.arrayContaining(leaks.map((line) => [line, 1])),
    );
  });
});
