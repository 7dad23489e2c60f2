import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyferry, isKeyferryError, type Keyferry } from "@keyferry/core";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { spawnKeyferry } from "./fakes/process.ts";

/** Accepts connections, and counts what comes. */
async function startRecorder() {
  const seen = { connections: 0, bytes: 0 };
  const server: Server = createServer((socket) => {
    seen.connections += 1;
    socket.on("data", (chunk: Buffer) => {
      seen.bytes += chunk.length;
      socket.destroy();
    });
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { seen, endpoint: `http://127.0.0.1:${port}`, close: () => server.close() };
}

let folder: string;
let settings: string;
let store: AwsStore;
let recorder: Awaited<ReturnType<typeof startRecorder>>;
let keyferry: Keyferry;
let env: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyferry-cli-"));
  settings = join(folder, "keyferry", "settings.json");
  store = await startAwsStore();
  recorder = await startRecorder();
  const { accessKeyId, secretAccessKey } = store.credentials;
  env = {
    ID: accessKeyId,
    KEY: secretAccessKey,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  keyferry = await createKeyferry({
    settings,
    pluginRoots: [import.meta.url],
    env: { ...env, CREDENTIALS_DIRECTORY: folder },
    credentialStore: async () => Promise.reject(new Error("not asked")),
    limits: { attempts: 1 },
  });
  await writeFile(join(folder, "key"), secretAccessKey, { mode: 0o600 });
});

afterEach(async () => {
  await keyferry.dispose();
  await store.close();
  recorder.close();
  await rm(folder, { recursive: true });
});

const connect = (name: string, key?: string) =>
  keyferry.connections.create({
    ...{ name, provider: "aws", fields: { region: store.region, endpoint: store.endpoint } },
    ...(key === undefined ? { auth: "default-chain" } : { sources: { accessKeyId: "env:ID", secretAccessKey: key } }),
  });

/** What somebody does who may write the settings: every connection but the first points to the recorder. */
async function editByHand(): Promise<void> {
  const text = await readFile(settings, "utf8");
  const file: { connections: Record<string, { name: string; fields: Record<string, string> }> } = JSON.parse(text);
  for (const { name, fields } of Object.values(file.connections)) {
    if (name !== "root") fields.endpoint = recorder.endpoint;
  }
  await writeFile(settings, JSON.stringify(file));
}

describe("an origin that was edited by hand after the login was set", () => {
  it("gets no byte, whatever the source, until a person confirms it", async () => {
    await connect("root", "env:KEY");
    store.put("login/key", { text: store.credentials.secretAccessKey });
    await keyferry.secrets.create({ name: "key", connection: "root", remoteName: "login/key", type: "password" });
    const sources = {
      ambient: undefined,
      env: "env:KEY",
      file: `file:${folder}/key`,
      fd: "fd:3",
      systemd: "systemd:key",
      exec: `exec:["/bin/cat","${folder}/key"]`,
      secret: "secret:key",
      stored: "stored",
    };
    for (const [name, source] of Object.entries(sources)) await connect(name, source);
    await editByHand();
    const calls = store.calls.length;
    for (const name of Object.keys(sources)) {
      const asking = [
        () => keyferry.connections.check(name),
        () => keyferry.resolve(`keyferry://${name}/api/token`),
        () => keyferry.secrets.keys(name, "api/token"),
      ];
      for (const ask of asking) {
        const thrown: unknown = await ask().then(
          () => undefined,
          (error: unknown) => error,
        );
        const [failure] = isKeyferryError(thrown) ? thrown.failures : [];
        expect([name, failure?.code]).toEqual([name, "invalid-connection"]);
        expect(failure?.message).toContain(`endpoint: "${store.endpoint}" → "${recorder.endpoint}"`);
        expect(failure?.hint).toContain(`keyferry connection modify ${name} --confirm-origin`);
      }
    }
    expect([recorder.seen, store.calls.length]).toEqual([{ connections: 0, bytes: 0 }, calls]);
  });

  it("is told by `connection check`, and is asked once it is confirmed", async () => {
    await connect("prod", "env:KEY");
    await editByHand();
    const run = (line: string) =>
      spawnKeyferry(line.split(" "), { env: { HOME: folder, KEYFERRY_SETTINGS: settings, ...env } });
    const refused = await run("connection check prod");
    expect([refused.code, recorder.seen.connections]).toEqual([78, 0]);
    expect(refused.stderr).toContain("where it points has changed since its login was confirmed");
    const confirmed = await run("connection modify prod --confirm-origin --unchecked");
    expect([confirmed.code, confirmed.stderr]).toEqual([
      0,
      expect.stringContaining(`endpoint: ${store.endpoint} → ${recorder.endpoint}\nconnection prod modified`),
    ]);
    // What the recorder gets now shows that it would have got it before.
    await expect(keyferry.connections.check("prod")).rejects.toThrow();
    expect(recorder.seen.bytes).toBeGreaterThan(0);
  });
});
