import { rmSync } from "node:fs";
import { join } from "node:path";
import { publishablePackages, ROOT } from "../repository.ts";
import { installBeside } from "./install.ts";
import { pnpm } from "./pnpm.ts";
import { pack, type Tarball } from "./tarball.ts";

/** Builds every publishable package anew and packs them into a folder, unpacked and installed beside each other there. */
export function packWorkspace(folder: string): Tarball[] {
  const packages = publishablePackages();
  // A compiler leaves what it once built: the output of a deleted source would be packed.
  for (const { folder: built } of packages) rmSync(join(ROOT, built, "dist"), { recursive: true, force: true });
  pnpm(["run", "build"]);
  const tarballs = packages.map((found) => pack(found, folder));
  installBeside(tarballs);
  return tarballs;
}
