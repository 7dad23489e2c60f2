import { satisfies } from "semver";
import type { Finding } from "./finding.ts";
import type { WorkspacePackage } from "./repository.ts";

const LIFECYCLE = [
  "preinstall",
  "install",
  "postinstall",
  "prepublish",
  "prepublishOnly",
  "prepare",
  "prepack",
  "postpack",
];
const SCRIPTS = {
  build: "tsc -p tsconfig.build.json && node ../../tooling/build/src/main.ts",
  typecheck: "tsc -p tsconfig.json",
};
const PROVIDER_FILES = ["index", "manifest", "address", "policy", "client", "session", "errors"];

/** Scripts that an installation or a packing would run: a secrets tool has none. */
export function lifecycleScripts({ folder, manifest }: WorkspacePackage): Finding[] {
  const found = LIFECYCLE.filter((name) => manifest.scripts?.[name] !== undefined);
  return found.map((name) => ({
    path: `${folder}/package.json`,
    message: `the script ${name} runs by itself: none may`,
  }));
}

/** What every package that users install has alike. `files` are those of the package's folder, relative to it. */
export function publishableShape({ folder, manifest }: WorkspacePackage, files: readonly string[]): Finding[] {
  const path = `${folder}/package.json`;
  const wrong = (message: string): Finding => ({ path, message });
  const findings: Finding[] = [];
  const expect = (what: string, actual: unknown, expected: unknown) => {
    if (JSON.stringify(actual) !== JSON.stringify(expected))
      findings.push(wrong(`${what} is ${JSON.stringify(expected)}`));
  };
  expect("license", manifest.license, "MIT");
  expect("type", manifest.type, "module");
  expect("engines", manifest.engines, { node: ">=22.18" });
  const schemas = files.some((file) => file.startsWith("schemas/"));
  expect("files", manifest.files, schemas ? ["dist", "schemas"] : ["dist"]);
  expect("publishConfig.access", manifest.publishConfig?.access, "public");
  expect("publishConfig.provenance", manifest.publishConfig?.provenance, true);
  expect("scripts.build", manifest.scripts?.build, SCRIPTS.build);
  expect("scripts.typecheck", manifest.scripts?.typecheck, SCRIPTS.typecheck);
  if (!manifest.description?.endsWith(".")) findings.push(wrong("description is one sentence"));
  if (manifest.exports)
    expect("publishConfig.exports", manifest.publishConfig?.exports, publishedExports(manifest.exports));
  else if (!manifest.bin) findings.push(wrong("there is neither exports nor bin"));
  if (!files.includes("README.md")) findings.push({ path: folder, message: "README.md is missing" });
  return findings;
}

/** The exports of the packed package, from those of the repository: `src/x.ts` becomes `dist/x.js` with its types. */
function publishedExports(exports: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const built = (target: unknown, ending: string) =>
    String(target).replace("./src/", "./dist/").replace(/\.ts$/, ending);
  return Object.fromEntries(
    Object.entries(exports).map(([subpath, target]) => [
      subpath,
      String(target).endsWith(".ts") ? { types: built(target, ".d.ts"), default: built(target, ".js") } : target,
    ]),
  );
}

/** Providers have the same files, so that who knows one knows all. */
export function providerShape({ folder, manifest }: WorkspacePackage, files: readonly string[]): Finding[] {
  const missing = PROVIDER_FILES.filter((name) => !files.includes(`src/${name}.ts`));
  const findings: Finding[] = missing.map((name) => ({ path: folder, message: `src/${name}.ts is missing` }));
  const marker = manifest.keyferry?.provider;
  if (marker?.id !== folder.replace("packages/provider-", "") || marker.apiVersion !== 1) {
    findings.push({
      path: `${folder}/package.json`,
      message: "the marker keyferry.provider has the folder's id and apiVersion 1",
    });
  }
  if (manifest.peerDependencies?.["@keyferry/core"] === undefined) {
    findings.push({ path: `${folder}/package.json`, message: "@keyferry/core is a peer" });
  }
  return findings;
}

/** Peers on our own packages are plain wide ranges that admit what stands here; plain dependencies are `workspace:^`. */
export function internalRanges(
  { folder, manifest }: WorkspacePackage,
  versions: ReadonlyMap<string, string>,
): Finding[] {
  const path = `${folder}/package.json`;
  const findings: Finding[] = [];
  for (const [name, range] of Object.entries(manifest.peerDependencies ?? {})) {
    const version = versions.get(name);
    if (version === undefined) continue;
    if (!/^\^\d+\.0\.0( \|\| \^\d+\.0\.0)*$/.test(range)) {
      findings.push({ path, message: `the peer ${name} is a plain wide range such as ^1.0.0, not ${range}` });
    } else if (!satisfies(version, range)) {
      findings.push({ path, message: `the peer range ${range} leaves out ${name} ${version}` });
    }
  }
  for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    if (versions.has(name) && range !== "workspace:^")
      findings.push({ path, message: `${name} is workspace:^, not ${range}` });
  }
  return findings;
}
