import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../finding.ts";
import type { PackageManifest } from "../repository.ts";
import { readSource } from "../source.ts";
import type { Tarball } from "./tarball.ts";

/** What a packed package may hold, and what must be gone from its manifest. */
export function contentFindings(name: string, files: readonly string[], manifest: PackageManifest): Finding[] {
  const findings: Finding[] = [];
  const add = (path: string, message: string) => findings.push({ path: `${name}/${path}`, message });
  for (const path of ["package.json", "README.md", "LICENSE"]) if (!files.includes(path)) add(path, "is missing");
  if (!files.some((path) => /^dist\/.+\.js$/.test(path))) add("dist", "holds no built file");
  for (const path of files) {
    if (!/^(dist\/.+|schemas\/[a-z-]+\.schema\.json|package\.json|README\.md|LICENSE)$/.test(path))
      add(path, "is no part of the package");
    else if (/\.([cm]?tsx?)$/.test(path) && !/\.d\.[cm]?ts$/.test(path)) add(path, "is a source");
    else if (/(^|\/)(test|tests|__tests__|fixtures)\/|\.test\./.test(path)) add(path, "is a test");
  }
  const ranges = { ...manifest.dependencies, ...manifest.peerDependencies };
  for (const [dependency, range] of Object.entries(ranges)) {
    if (/^(workspace|link|file|catalog):/.test(range)) add("package.json", `${dependency} is ${range}`);
  }
  if (JSON.stringify([manifest.exports, manifest.bin]).includes("/src/")) add("package.json", "points to src");
  return findings;
}

/** Imports of the packed code that reach a package which an installation would not bring. */
export function undeclared(manifest: PackageManifest, specifiers: Iterable<string>): string[] {
  const known = new Set([manifest.name, ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })]);
  const names = [...specifiers]
    .filter((specifier) => !/^(node:|\.|\/)/.test(specifier))
    .map((specifier) => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/"));
  return [...new Set(names)].filter((name) => !known.has(name)).sort();
}

/** The same over the files of a tarball: code and types, since a consumer's compiler reads those. */
export function undeclaredFindings({ name, unpacked, files, manifest }: Tarball): Finding[] {
  const modules = files.filter((path) => /\.(js|d\.ts)$/.test(path));
  const specifiers = modules.flatMap((path) => readSource(path, readFileSync(join(unpacked, path), "utf8")).imports);
  const missing = undeclared(manifest, new Set(specifiers.map(({ specifier }) => specifier)));
  return missing.map((dependency) => ({
    path: `${name}/package.json`,
    message: `${dependency} is imported, not declared`,
  }));
}
