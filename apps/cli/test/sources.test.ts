import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyferry } from "@keyferry/core";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ended, type ProcessOptions, spawnKeyferry } from "./fakes/process.ts";

const VALUE = "cnry_71c9e2d4a6b8f035";
const digest = createHash("sha256").update(VALUE).digest("hex");

let folder: string;
let store: AwsStore;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-cli-"));
  store = await startAwsStore();
  store.put("api/token", { text: VALUE });
  const { accessKeyId, secretAccessKey } = store.credentials;
  mkdirSync(join(folder, "unit"), { mode: 0o700 });
  for (const name of ["key", join("unit", "key")])
    writeFileSync(join(folder, name), `${secretAccessKey}\n`, { mode: 0o600 });
  writeFileSync(join(folder, "id"), `${accessKeyId}\n`, { mode: 0o600 });
  writeFileSync(join(folder, "helper"), `#!/bin/sh\nenv >&2\ncat "$1"\n`);
  chmodSync(join(folder, "helper"), 0o700);
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function keyferry(words: readonly string[], options: ProcessOptions = {}): Promise<Ended> {
  const KEYFERRY_SETTINGS = join(folder, "keyferry", "settings.json");
  const ended = await spawnKeyferry(words, { ...options, env: { HOME: folder, KEYFERRY_SETTINGS, ...options.env } });
  for (const value of [VALUE, store.credentials.secretAccessKey])
    expect(ended.stdout + ended.stderr).not.toContain(value);
  return ended;
}

/** Made by a host in this process: what is of interest starts with the logins. */
async function connect(name: string, id: string, key: string): Promise<void> {
  const fields = { region: store.region, endpoint: store.endpoint };
  const host = await hosting();
  await host.connections.create({ name, provider: "aws", fields, sources: { accessKeyId: id, secretAccessKey: key } });
  await host.dispose();
}

const hosting = () =>
  createKeyferry({ settings: join(folder, "keyferry", "settings.json"), pluginRoots: [import.meta.url], env: {} });

const run = (connection: string, job: string, options?: ProcessOptions) =>
  keyferry(["run", "--env", `TOKEN=keyferry://${connection}/api/token`, "--", "bash", "-c", job], options);

const WITNESS = 'printf %s "$TOKEN" | sha256sum | cut -d" " -f1';

describe.skipIf(process.platform === "win32")("a login", () => {
  it("by descriptors, a file and a pipe, of which the job gets none: neither those read nor those of other logins", async () => {
    await connect("by-fd", "fd:3", "fd:40");
    await connect("another", "fd:41", "fd:5");
    const passing = 'exec "$@" 3<id 40< <(cat key) 41<key 42<key';
    const job = `${WITNESS}; for fd in 3 40 41 42; do [ -e /dev/fd/$fd ] && echo "$fd is open"; done; true`;
    const ran = await run("by-fd", job, { cwd: folder, through: ["bash", "-c", passing, "bash"] });
    // 42 is named by no connection: it shows that the job would see the others.
    expect([ran.code, ran.stdout], ran.stderr).toEqual([0, `${digest}\n42 is open\n`]);
  });

  it("not by a terminal", async () => {
    await connect("by-terminal", "env:ID", "fd:9");
    const terminal = `import os, pty, sys
main, side = pty.openpty()
os.set_inheritable(main, True)
os.dup2(side, 9)
os.execvp(sys.argv[1], sys.argv[1:])`;
    const through = ["python3", "-c", terminal];
    const { code, stderr } = await keyferry(["connection", "check", "by-terminal"], { env: { ID: "x" }, through });
    expect([code, stderr]).toEqual([78, expect.stringContaining("the descriptor 9 is a terminal")]);
  });

  it("by a unit's credential, whose folder the job is not told", async () => {
    await connect("by-unit", `file:${folder}/id`, "systemd:key");
    const job = `${WITNESS}; echo "\${CREDENTIALS_DIRECTORY-no folder}"`;
    const ran = await run("by-unit", job, { env: { CREDENTIALS_DIRECTORY: join(folder, "unit") } });
    expect([ran.code, ran.stdout], ran.stderr).toEqual([0, `${digest}\nno folder\n`]);
  });

  it("by a program, of whose messages nothing is seen and which sees little of the environment", async () => {
    const command = JSON.stringify([join(folder, "helper"), join(folder, "key")]);
    await connect("by-program", `file:${folder}/id`, `exec:${command}`);
    const ran = await run("by-program", WITNESS, { env: { SEEN: "cnry_seen" } });
    expect([ran.code, ran.stdout, ran.stderr]).toEqual([0, `${digest}\n`, ""]);
    const told = join(folder, "told");
    const telling = JSON.stringify(["/bin/sh", "-c", `env > ${told}; cat ${join(folder, "key")}`]);
    await connect("by-shell", `file:${folder}/id`, `exec:${telling}`);
    expect((await keyferry(["connection", "check", "by-shell"], { env: { SEEN: "cnry_seen" } })).code).toBe(0);
    expect(readFileSync(told, "utf8")).not.toMatch(/cnry_seen|KEYFERRY/);
  });

  it("by secrets of other connections, of which one that two of them need is read once", async () => {
    const { accessKeyId, secretAccessKey } = store.credentials;
    const pair = JSON.stringify({ id: accessKeyId, key: secretAccessKey });
    for (const name of ["root", "left", "right"]) store.put(`login/${name}`, { text: pair });
    await connect("root", "env:ID", "env:KEY");
    const define = async (name: string, connection: string) => {
      const host = await hosting();
      for (const key of ["id", "key"]) {
        const remote = { connection, remoteName: `login/${name}`, type: "password", key, unchecked: true } as const;
        await host.secrets.create({ name: `${name}-${key}`, ...remote });
      }
      await host.dispose();
    };
    await define("root", "root");
    for (const side of ["left", "right"]) {
      await connect(side, "secret:root-id", "secret:root-key");
      await define(side, side);
    }
    await connect("top", "secret:left-id", "secret:right-key");
    const before = store.calls.length;
    const ran = await run("top", WITNESS, { env: { ID: accessKeyId, KEY: secretAccessKey } });
    expect([ran.code, ran.stdout], ran.stderr).toEqual([0, `${digest}\n`]);
    const asked = store.calls.slice(before).flatMap(({ secretIds }) => secretIds);
    expect(asked.toSorted()).toEqual(["api/token", "login/left", "login/right", "login/root"]);
    const { code, stderr } = await run("top", WITNESS, { env: { ID: accessKeyId } });
    expect(code).toBe(77);
    expect(stderr).toMatch(
      /^error: connection top → (left|right)-(id|key) → (left|right) → root-(id|key) → root, credential secretAccessKey: the environment variable KEY is not set/,
    );
  });
});
