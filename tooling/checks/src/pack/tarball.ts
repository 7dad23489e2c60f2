import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PackageManifest, WorkspacePackage } from "../repository.ts";
import { listTree } from "./list-tree.ts";
import { pnpm } from "./pnpm.ts";

/** A package as users get it. */
export interface Tarball {
  readonly folder: string;
  readonly name: string;
  /** Absolute path of the `.tgz`. */
  readonly file: string;
  /** Absolute path of its files, unpacked. */
  readonly unpacked: string;
  /** Paths inside it, with `/`. */
  readonly files: readonly string[];
  readonly manifest: PackageManifest;
}

/** Packs a built package into `into`, and unpacks it to `into/node_modules/NAME`, where an installation would put it. */
export function pack({ folder, manifest }: WorkspacePackage, into: string): Tarball {
  const printed = pnpm(["pack", "--json", "--pack-destination", into], folder);
  const { filename } = JSON.parse(printed.slice(printed.indexOf("{"))) as { filename: string };
  const unpacked = join(into, "node_modules", manifest.name);
  mkdirSync(unpacked, { recursive: true });
  execFileSync("tar", ["-xzf", filename, "-C", unpacked, "--strip-components=1"]);
  const packed = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8")) as PackageManifest;
  return { folder, name: manifest.name, file: filename, unpacked, files: listTree(unpacked), manifest: packed };
}
