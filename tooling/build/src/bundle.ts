import { globSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { rolldown } from "rolldown";
import { ascii } from "./ascii.ts";
import { builtins } from "./builtins.ts";
import { CHUNKS } from "./chunks.ts";
import { pruneDeclarations } from "./declarations.ts";
import { idle } from "./idle.ts";
import { licences } from "./licences.ts";
import { type Package, packageOf } from "./package.ts";

/** Writes the package's code into its `dist`, in few files, and leaves of the compiler's declarations there those that users reach. */
export async function bundle(found: Package): Promise<void> {
  const src = join(found.folder, "src");
  const chunks = CHUNKS[found.name] ?? [];
  const bundled = await rolldown({
    input: found.entries,
    // Comments name the sources from here on, and names have hashes of them: what is published depends on no one's working directory.
    cwd: found.folder,
    platform: "node",
    // A file that others take from exports more for them. Otherwise each would have a second one before it, with its own names alone.
    preserveEntrySignatures: "allow-extension",
    external: (specifier) => isInstalled(specifier, found),
    plugins: [builtins(found.folder), idle(), ascii()],
  });
  const dist = join(found.folder, "dist");
  // Names have a hash in them: an earlier build's files would be published with this one's.
  for (const old of globSync("**/*.js", { cwd: dist })) rmSync(join(dist, old));
  const { output } = await bundled.write({
    dir: dist,
    format: "esm",
    minifyInternalExports: false,
    chunkFileNames: "[name]-[hash].js",
    // The declarations carry the documentation.
    comments: { legal: true, annotation: true, jsdoc: false },
    codeSplitting: {
      groups: chunks.map(({ name, modules }, at) => ({
        name,
        priority: chunks.length - at,
        test: (id: string) => modules.includes(relative(src, id).split(sep).join("/")),
      })),
    },
  });
  await bundled.close();
  const modules = output.flatMap((part) => (part.type === "chunk" ? part.moduleIds : []));
  const text = licences(modules);
  if (text !== "") writeFileSync(join(dist, "third-party.txt"), text);
  pruneDeclarations(dist, Object.keys(found.entries));
}

function isInstalled(specifier: string, { installed }: Package): boolean {
  const name = packageOf(specifier);
  return name !== undefined && installed.has(name);
}
