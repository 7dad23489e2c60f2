import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSource, type SourceFile } from "./source.ts";

/** The fields of a package.json that the checks read. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly license?: string;
  readonly type?: string;
  readonly engines?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly publishConfig?: Readonly<Record<string, unknown>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly description?: string;
  readonly keyferry?: { readonly provider?: { readonly id?: string; readonly apiVersion?: number } };
}

/** A package of the workspace. */
export interface WorkspacePackage {
  /** Relative to the repository's root: `packages/core`. */
  readonly folder: string;
  readonly manifest: PackageManifest;
}

/** The repository's root, absolute. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../..");

const FOREIGN = new Set(["node_modules", "dist", "coverage", ".git", ".turbo"]);

/** All files under a folder, relative to the root, with `/`; what is installed, built or Git's own is left out. */
export function listFiles(folder = "."): string[] {
  const files: string[] = [];
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !FOREIGN.has(entry.name)) files.push(...listFiles(path));
    else if (entry.isFile()) files.push(path);
  }
  return files.sort();
}

/** The text of a file of the repository. */
export function readText(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** Parses every TypeScript file under a folder. */
export function readSources(folder: string): SourceFile[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return listFiles(folder)
    .filter((path) => path.endsWith(".ts"))
    .map((path) => readSource(path, readText(path)));
}

/** The packages of the workspace, without its root. */
export function workspacePackages(): WorkspacePackage[] {
  return ["packages", "apps", "tooling"].flatMap((group) =>
    readdirSync(join(ROOT, group))
      .map((name) => `${group}/${name}`)
      .filter((folder) => existsSync(join(ROOT, folder, "package.json")))
      .sort()
      .map((folder) => ({ folder, manifest: JSON.parse(readText(`${folder}/package.json`)) as PackageManifest })),
  );
}

/** Those of them that users install. */
export function publishablePackages(): WorkspacePackage[] {
  return workspacePackages().filter(({ manifest }) => !manifest.private);
}
