import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

/** The weight of one entry: its own code as it is loaded at import, minified; packages and lazy parts left out. In bytes. */
export interface Weight {
  readonly minified: number;
  readonly gzip: number;
}

/** Bundles an entry without its packages and measures the chunks that importing it loads. */
export async function weigh(entry: string): Promise<Weight> {
  const bundle = await rolldown({
    input: entry,
    platform: "node",
    external: /^(?![./\\]|[A-Za-z]:)/,
    logLevel: "silent",
  });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  const chunks = new Map(output.flatMap((part) => (part.type === "chunk" ? [[part.fileName, part] as const] : [])));
  const loaded = new Set<string>();
  const open = [...chunks.values()].filter((chunk) => chunk.isEntry).map((chunk) => chunk.fileName);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (loaded.has(name)) continue;
    loaded.add(name);
    open.push(...(chunks.get(name)?.imports ?? []).filter((imported) => chunks.has(imported)));
  }
  const code = [...loaded].map((name) => chunks.get(name)?.code ?? "").join("\n");
  return { minified: Buffer.byteLength(code), gzip: gzipSync(code).length };
}
