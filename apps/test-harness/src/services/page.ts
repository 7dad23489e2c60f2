import { readFile } from "node:fs/promises";

const PAGE = new URL("../../../../docs/services.md", import.meta.url);

/** The files that docs/services.md gives people, by the path in ` ```KIND file=PATH `. */
export async function pageFiles(): Promise<ReadonlyMap<string, string>> {
  const page = await readFile(PAGE, "utf8");
  const pieces = page.matchAll(/^```\w+ file=(\S+)\n(.*?)^```$/gms);
  return new Map([...pieces].map(([, path = "", text = ""]) => [path, text]));
}

/** One of them. Throws where the page has none of this path. */
export async function pageFile(path: string): Promise<string> {
  const text = (await pageFiles()).get(path);
  if (text === undefined) throw new Error(`docs/services.md has no ${path}`);
  return text;
}

/** Puts other texts in the place of some, each of which must be there: so a changed page is noticed. */
export function replaced(text: string, changes: Readonly<Record<string, string>>): string {
  let result = text;
  for (const [from, to] of Object.entries(changes)) {
    if (!result.includes(from)) throw new Error(`docs/services.md does not say ${from} any more`);
    result = result.replaceAll(from, to);
  }
  return result;
}
