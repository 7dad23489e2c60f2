import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Manifest } from "../../src/contract/manifest.ts";
import { defineProvider, type ProviderPlugin } from "../../src/contract/plugin.ts";

/** A manifest that fits, with what a test changes. */
export function manifest(change: Partial<Manifest> = {}): Manifest {
  return {
    apiVersion: 1,
    id: "acme",
    displayName: "Acme Vault",
    docsUrl: "https://vault.acme.example/docs",
    fields: [{ name: "region", type: "text", label: "Region", description: "Where", required: true, pointsTo: true }],
    auth: [
      {
        id: "token",
        label: "Token",
        description: "A token",
        fields: [{ name: "token", type: "text", label: "Token", description: "It", required: true, sensitive: true }],
      },
    ],
    capabilities: { maxBatch: 1, batchVersions: false, describe: false, versions: true, masksMissing: false },
    ...change,
  };
}

export function plugin(change: Partial<ProviderPlugin> = {}): ProviderPlugin {
  return defineProvider({
    manifest: manifest(),
    address: (name) => ({ ok: true, name }),
    policy: () => [],
    open: async () => {
      throw new Error("not opened in this test");
    },
    ...change,
  });
}

/** A folder that is removed when the test's resources are. */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "keyferry-plugins-")));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export interface FakePackage {
  readonly name: string;
  readonly version?: string;
  readonly marker?: unknown;
  readonly exports?: unknown;
  /** The module's text; one that fits, for the marker's id, if absent. */
  readonly code?: string;
  /** In place of the whole package.json. */
  readonly packageJson?: string;
}

/** Writes a package into a folder's node_modules. */
export async function install(folder: string, given: FakePackage): Promise<string> {
  const { name, version = "1.2.3", marker = { provider: { id: "acme", apiVersion: 1 } } } = given;
  const root = join(folder, "node_modules", name);
  const json = { name, version, type: "module", exports: given.exports ?? { ".": "./index.js" }, keyferry: marker };
  await writeTree(join(root, "package.json"), given.packageJson ?? JSON.stringify(json));
  await writeTree(join(root, "index.js"), given.code ?? moduleText());
  return root;
}

export function moduleText(change: Partial<Manifest> = {}): string {
  return `export default { kind: "keyferry.provider", manifest: ${JSON.stringify(manifest(change))},
    address: (name) => ({ ok: true, name }), policy: () => [], open: async () => { throw new Error("no"); } };`;
}

async function writeTree(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
