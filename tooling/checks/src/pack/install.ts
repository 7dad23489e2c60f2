import { existsSync, mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../repository.ts";
import type { Tarball } from "./tarball.ts";

/**
 * Gives each unpacked package the dependencies that it declares, and no other: ours from the tarballs beside it, foreign
 * ones as the workspace installed them. So the packed files run without the network, and an undeclared import fails.
 */
export function installBeside(tarballs: readonly Tarball[]): void {
  const ours = new Map(tarballs.map(({ name, unpacked }) => [name, unpacked]));
  for (const { folder, unpacked, manifest } of tarballs) {
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      const target = ours.get(name) ?? realpathSync(join(ROOT, folder, "node_modules", name));
      const link = join(unpacked, "node_modules", name);
      if (existsSync(link)) continue;
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(target, link, "junction");
    }
  }
}
