import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyferry, type Keyferry } from "@keyferry/core";
import { type GcpStore, startGcpStore } from "@keyferry/test-harness/gcp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import provider from "../src/index.ts";

let store: GcpStore;
let folder = "";
let keyferry: Keyferry;

beforeEach(async () => {
  store = await startGcpStore();
  folder = await mkdtemp(join(tmpdir(), "keyferry-gcp-"));
  keyferry = await createKeyferry({
    settings: join(folder, "settings", "settings.json"),
    env: { KEY: store.files.key() },
    plugins: [provider],
  });
  await keyferry.connections.create({
    name: "prod",
    provider: "gcp",
    fields: { endpoint: store.endpoint, tokenUri: store.tokenUri },
    sources: { keyJson: "env:KEY" },
  });
});

afterEach(async () => {
  await keyferry.dispose();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const job = { program: "/bin/true", args: [] };
const reads = () => store.calls.filter(({ operation }) => operation === "AccessSecretVersion").length;

describe("in the host", () => {
  it("checks, lists, names keys and resolves, and only reads", async () => {
    store.put("nas", { text: '{"user":"u","password":"p"}', labels: { team: "backup" } });
    expect(await keyferry.connections.check("prod")).toMatchObject({ canList: "yes", identity: store.email });
    const listed = [];
    for await (const secret of keyferry.connections.names("prod")) listed.push(secret);
    expect(listed).toMatchObject([{ name: "nas", description: "team=backup" }]);
    expect(reads()).toBe(0);
    expect(await keyferry.secrets.keys("prod", "nas")).toMatchObject({ keys: ["user", "password"] });
    const env = {
      USER: "keyferry://prod/nas#user",
      PASSWORD: `keyferry://prod/projects/${store.project}/secrets/nas#password`,
    };
    const { uses } = await keyferry.resolveAdHoc({ env, job });
    expect(uses.map((use) => use.ok && use.version)).toEqual(["1", "1"]);
    expect(store.writes).toEqual([]);
  });

  it("logs in anew, once, where the token has ended early", async () => {
    store.put("nas", { text: "x" });
    await keyferry.connections.check("prod");
    store.expireTokens();
    const { uses } = await keyferry.resolveAdHoc({ env: { V: "keyferry://prod/nas" }, job });
    expect(uses).toMatchObject([{ ok: true }]);
    expect(store.calls.filter(({ operation }) => operation === "Token")).toHaveLength(2);
  });

  it("asks again for a damaged value, and gives up on one that stays so", async () => {
    store.put("nas", { text: "x" });
    const resolve = () => keyferry.resolveAdHoc({ env: { V: "keyferry://prod/nas" }, job });
    store.fault({ kind: "damage", times: 1 });
    expect((await resolve()).uses).toMatchObject([{ ok: true }]);
    expect(reads()).toBe(2);
    store.fault({ kind: "damage" });
    await expect(resolve()).rejects.toMatchObject({ failures: [{ code: "integrity", connection: "prod" }] });
    expect(reads()).toBe(4);
  });
});
