import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyferry } from "@keyferry/core";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ended, spawnKeyferry } from "./fakes/process.ts";

const PASSWORD = "cnry p\"a$s'\\&€ %";
/** A program that proves what it got without showing it. */
const PROGRAM = `#!/bin/sh
if [ "$1" = --version ]; then echo "acme \${ACME_VERSION:-2.1}"; exit; fi
sha256sum < /dev/fd/7
echo "$@"
exit 37
`;
const RECIPE = {
  id: "acme",
  displayName: "Acme",
  description: "Copies",
  docsUrl: "https://example.org/acme",
  programs: [{ name: "acme", versionArgs: ["--version"], versionPattern: "^acme (\\d+\\.\\d+)", least: "2.1" }],
  settings: [
    { setting: "sftp.host", required: true },
    { setting: "acme.token", required: true, own: { description: "A token", takes: "password" } },
  ],
  args: [{ pieces: ["--host=", { literal: "sftp.host" }] }, { extra: true }],
  payloads: [
    { id: "token", delivery: { kind: "fd", descriptor: 7 }, parts: [{ setting: "acme.token", as: "line" }, "\n"] },
  ],
  loginFailed: [5],
  notes: [],
};

let folder: string;
let store: AwsStore;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-recipe-"));
  const place = join(folder, "keyferry", "node_modules", "keyferry-recipes-acme");
  mkdirSync(join(folder, "bin"));
  mkdirSync(join(folder, "keyferry"), { mode: 0o700 });
  mkdirSync(place, { recursive: true });
  const marker = { recipes: { id: "acme", apiVersion: 1, file: "./recipes.json" } };
  const manifest = { name: "keyferry-recipes-acme", version: "1.0.0", keyferry: marker };
  writeFileSync(join(place, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(place, "recipes.json"), JSON.stringify({ recipes: [RECIPE] }));
  writeFileSync(join(folder, "bin", "acme"), PROGRAM, { mode: 0o755 });
  store = await startAwsStore();
  store.put("acme", { text: PASSWORD });
  await prepare();
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function keyferry(args: readonly string[], more: Record<string, string> = {}): Promise<Ended> {
  const { accessKeyId, secretAccessKey } = store.credentials;
  const env = {
    PATH: `${join(folder, "bin")}:${process.env.PATH}`,
    HOME: folder,
    KEYFERRY_SETTINGS: join(folder, "keyferry", "settings.json"),
    AKID: accessKeyId,
    SAK: secretAccessKey,
    ...more,
  };
  return spawnKeyferry(args, { cwd: folder, env });
}

/** A person's settings, made by the host: a profile with the recipe, and the package on the list. */
async function prepare(): Promise<void> {
  const path = join(folder, "keyferry", "settings.json");
  const pluginRoots = [import.meta.url];
  const open = () => createKeyferry({ settings: path, env: { AKID: "a", SAK: "s" }, pluginRoots });
  const first = await open();
  await first.connections.create({
    name: "prod",
    provider: "aws",
    auth: "access-key",
    fields: { region: "eu-west-1", endpoint: store.endpoint },
    sources: { accessKeyId: "env:AKID", secretAccessKey: "env:SAK" },
  });
  const secret = { name: "token", connection: "prod", remoteName: "acme", type: "password", unchecked: true } as const;
  await first.secrets.create(secret);
  await first.dispose();
  const settings = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...settings, plugins: ["keyferry-recipes-acme"] }));
  const { profiles, dispose } = await open();
  for (const name of ["nightly", "bare"]) {
    await profiles.create({ name, job: { recipe: "acme", args: ["--all", "./"] } });
    await profiles.use(name, "acme.token", "token");
  }
  await profiles.set("nightly", "sftp.host", "nas.example");
  await dispose();
}

const reads = () => store.calls.filter(({ operation }) => operation.includes("SecretValue")).length;

describe.runIf(process.platform === "linux")("a recipe that a package ships", () => {
  it("is listed once the settings list the package", async () => {
    expect(JSON.parse((await keyferry(["recipe", "list", "--json"])).stdout)).toContainEqual(
      expect.objectContaining({ id: "acme", package: "keyferry-recipes-acme", version: "1.0.0" }),
    );
  });

  it("runs its program with the values where they belong", async () => {
    const { code, stdout, stderr } = await keyferry(["run", "nightly"]);
    const digest = createHash("sha256").update(`${PASSWORD}\n`).digest("hex");
    expect([code, stderr, stdout]).toEqual([37, "", `${digest}  -\n--host=nas.example --all ./\n`]);
  });

  it.each([
    ["its plan is asked for", ["nightly", "--dry-run"], {}, 0, "acme.token"],
    ["its program is not there", ["nightly"], { PATH: "/nowhere" }, 127, "was not found"],
    [
      "its program is too old",
      ["nightly"],
      { ACME_VERSION: "2.0" },
      78,
      "acme is 2.0, and 2.1 is the least that works",
    ],
    ["a setting is missing", ["bare"], {}, 78, "the recipe acme needs sftp.host"],
  ])("reads nothing where %s", async (_, args, env, code, text) => {
    const before = reads();
    const ended = await keyferry(["run", ...args], env);
    expect([ended.code, ended.stdout + ended.stderr]).toEqual([code, expect.stringContaining(text)]);
    expect(reads()).toBe(before);
  });
});
