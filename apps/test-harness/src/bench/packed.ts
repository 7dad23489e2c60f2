import { join } from "node:path";
import { packWorkspace } from "@keyferry/checks/pack";

/** Builds and packs everything into a folder, and gives the command line's program there: what users start. */
export function packedMain(folder: string): string {
  const cli = packWorkspace(folder).find(({ manifest }) => manifest.bin);
  if (!cli) throw new Error("no package has a program");
  return join(cli.unpacked, cli.manifest.bin?.[cli.name] ?? "");
}
