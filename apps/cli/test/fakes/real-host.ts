import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyferry, type Keyferry } from "@keyferry/core";
import { defineProvider, type Payload, type ProviderPlugin } from "@keyferry/core/provider";
import { RECIPES } from "@keyferry/jobs";
import { onTestFinished } from "vitest";
import { type Ran, run, type WorldParts } from "./world.ts";

/** The secrets of the manager that tests connect to, by name. */
const HELD: Readonly<Record<string, string>> = {
  "team/nas": JSON.stringify({ username: "cnry_user_41", password: "cnry_pass_42" }),
  "team/token": "cnry_token_43",
};

const plugin: ProviderPlugin = defineProvider({
  manifest: {
    apiVersion: 1,
    id: "fake",
    displayName: "Fake manager",
    docsUrl: "https://example.org",
    fields: [
      { name: "region", type: "text", label: "Region", description: "Where it is", required: true, pointsTo: true },
    ],
    auth: [
      {
        id: "token",
        label: "Token",
        description: "A token",
        fields: [{ name: "token", type: "text", label: "Token", description: "It", sensitive: true, required: true }],
      },
    ],
    capabilities: { maxBatch: 10, batchVersions: false, describe: false, versions: true, masksMissing: false },
  },
  address: (text) =>
    text.startsWith("!")
      ? { ok: false, error: { code: "invalid-address", message: "a name does not start with !" } }
      : { ok: true, name: text },
  policy: (addresses) => [{ title: "Read", language: "text", text: addresses.map(({ name }) => name).join("\n") }],
  open: async () => ({
    check: async () => ({ identity: "tester", canList: "yes" as const }),
    list: async ({ filter = "" }) => ({
      items: Object.keys(HELD)
        .filter((name) => name.includes(filter))
        .map((name) => ({ name, description: `holds ${name}`, updatedAt: "2026-01-02T03:04:05Z" })),
    }),
    fetch: async (addresses) =>
      addresses.map(({ name }) => {
        const text = HELD[name];
        if (text === undefined) return { ok: false as const, error: { code: "not-found" as const, message: "none" } };
        const payload: Payload = { kind: "text", text };
        return { ok: true as const, payload, version: "v1" };
      }),
    dispose: async () => {},
  }),
});

/** A command line over a real host with settings of its own and a manager in memory; what it prints holds none of its values. */
export interface Ground {
  readonly folder: string;
  /** Runs a line (words parted by one space), with more arguments behind. */
  type(line: string, ...more: readonly string[]): Promise<Ran>;
  /** The same, which must work. */
  works(line: string, ...more: readonly string[]): Promise<Ran>;
}

export function ground(parts: Omit<WorldParts, "host"> = {}): Ground {
  const folder = mkdtempSync(join(tmpdir(), "keyferry-ground-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const open = (): Promise<Keyferry> =>
    createKeyferry({
      settings: join(folder, "settings.json"),
      env: { TOKEN: "cnry_login_44" },
      plugins: [plugin],
      recipes: async () => RECIPES,
    });
  const type = async (line: string, ...more: readonly string[]): Promise<Ran> => {
    const ran = await run([...line.split(" "), ...more], { ...parts, host: await open() });
    if ((ran.stdout + ran.stderr).includes("cnry_")) throw new Error(`a value was printed by ${line}`);
    return ran;
  };
  const works = async (line: string, ...more: readonly string[]): Promise<Ran> => {
    const ran = await type(line, ...more);
    if (ran.code !== 0) throw new Error(`${line} ended with ${ran.code}: ${ran.stderr}`);
    return ran;
  };
  return { folder, type, works };
}

/** The connection `prod` with the secrets `nas-user` and `nas-password`, and the profile `nightly` that uses them. */
export async function filledGround(parts: Omit<WorldParts, "host"> = {}): Promise<Ground> {
  const all = ground(parts);
  await all.works("connection create prod --provider fake --set region=north --credential token=env:TOKEN");
  for (const [name, key, type] of [
    ["nas-user", "username", "username"],
    ["nas-password", "password", "password"],
  ]) {
    await all.works(`secret create ${name} --connection prod --remote-name team/nas --key ${key} --type ${type}`);
  }
  await all.works("profile create nightly --deliver sftp.password=env:NAS_PASSWORD -- backup --all");
  await all.works("profile set nightly sftp.host nas.example");
  await all.works("profile use nightly sftp.password nas-password");
  return all;
}
