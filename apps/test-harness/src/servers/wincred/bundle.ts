import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const ROOT = new URL("../../../../../", import.meta.url);

/**
 * Puts one of our entries and what it imports into a folder, as JavaScript: under Wine the workspace's links cannot be
 * followed, and a Node that strips types would not do so below node_modules. The target is the one that is published.
 */
export async function bundle(entry: string, folder: string): Promise<void> {
  const bundled = await rolldown({
    input: fileURLToPath(new URL(entry, ROOT)),
    platform: "node",
    external: ["koffi"],
    transform: { target: "es2023" },
    logLevel: "silent",
  });
  await bundled.write({
    dir: folder,
    format: "esm",
    entryFileNames: "[name].mjs",
    chunkFileNames: "[name]-[hash].mjs",
  });
  await bundled.close();
}
