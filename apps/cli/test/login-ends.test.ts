import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startVaultStore, type VaultStore } from "@keyferry/test-harness/vault";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { spawnKeyferry } from "./fakes/process.ts";

let folder: string;
let store: VaultStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-cli-"));
  store = await startVaultStore();
  store.put("api", { key: "cnry_71c9e2d4a6b8f035" });
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function keyferry(words: readonly string[], token: string, more: Readonly<Record<string, string>> = {}) {
  const env = { HOME: folder, KEYFERRY_SETTINGS: join(folder, "keyferry", "settings.json"), TOKEN: token, ...more };
  return spawnKeyferry(words, { env });
}

const RUN = ["run", "--env", "V=keyferry://vault/api#key", "--", process.execPath, "-e", "process.exit(7)"];

describe("the end of a Vault token that was given", () => {
  it("is told at a check and in each run, and changes nothing about the job", async () => {
    const create = ["connection", "create", "vault", "--provider", "vault", "--set", `url=${store.endpoint}`];
    const fields = ["--set", "mount=secret", "--credential", "token=env:TOKEN"];
    const brief = store.issueToken({ seconds: 3 * 24 * 3_600, renewable: true });
    expect((await keyferry([...create, ...fields], brief)).code).toBe(0);
    const checked = await keyferry(["connection", "check", "vault"], brief);
    expect(checked.stdout).toMatch(/expires +\d{4}-\d\d-\d\dT[^\n]+\nrenewable +no\n/);
    const ran = await keyferry(RUN, brief);
    expect(ran.code).toBe(7);
    expect(ran.stderr).toMatch(/^warning: the login of vault ends in 2 days \(\d{4}-[^)]+Z\) and is not renewed\n$/);
    // A token without an end is asked for it, too, and there is nothing to say.
    const endless = await keyferry(RUN, store.token);
    expect([endless.code, endless.stderr]).toEqual([7, ""]);
  });

  it("is asked for by the doctor, but not where Node would print what is sent", async () => {
    const create = ["connection", "create", "vault", "--provider", "vault", "--set", `url=${store.endpoint}`];
    const brief = store.issueToken({ seconds: 24 * 3_600, renewable: true });
    await keyferry([...create, "--set", "mount=secret", "--credential", "token=env:TOKEN"], brief);
    expect((await keyferry(["doctor"], brief)).stdout).toMatch(/logins +warning +the login of "vault" ends at/);
    const calls = store.calls.length;
    for (const more of [{ NODE_DEBUG: "http,tls,net" }, { NODE_TLS_REJECT_UNAUTHORIZED: "0" }]) {
      const { code, stdout, stderr } = await keyferry(["doctor"], brief, more);
      expect([code, stdout]).toEqual([78, expect.stringMatching(/environment +error +NODE_/)]);
      expect(stdout + stderr).not.toContain(brief);
    }
    expect(store.calls.length).toBe(calls);
  });

  it("is not looked for before the secrets are read, which a token of few uses is spent on first", async () => {
    const create = ["connection", "create", "vault", "--provider", "vault", "--set", `url=${store.endpoint}`];
    await keyferry(
      [...create, "--unchecked", "--set", "mount=secret", "--set", "kvVersion=2", "--credential", "token=env:TOKEN"],
      "x",
    );
    const token = store.issueToken({ seconds: 3_600, renewable: false, uses: 1 });
    const ran = await keyferry(RUN, token);
    expect([ran.code, ran.stderr]).toEqual([7, ""]);
  });
});
