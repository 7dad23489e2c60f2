import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Manifest {
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

const INSIDE = /^(.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+))[\\/]/;

/** The licence of each foreign package that has become part of ours, one below the other. Throws for one that names none. */
export function licences(modules: readonly string[]): string {
  const folders = new Map(modules.flatMap((id) => foreign(id)));
  return [...folders]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, folder]) => licence(name, folder))
    .join("\n\n");
}

function foreign(id: string): [string, string][] {
  const [, folder, name] = INSIDE.exec(id) ?? [];
  return folder === undefined || name === undefined ? [] : [[name.replaceAll("\\", "/"), folder]];
}

/** Its own text; of a package that ships none, who has written it. */
function licence(name: string, folder: string): string {
  const { version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  if (license === undefined) throw new Error(`${name} ${version} names no licence`);
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const by = typeof author === "object" ? author.name : author;
  const text =
    file === undefined ? `Written by ${by ?? "its contributors"}.` : readFileSync(join(folder, file), "utf8");
  return `${name} ${version}, ${license}\n\n${text.trim()}\n`;
}
