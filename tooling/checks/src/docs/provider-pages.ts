import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ProviderPlugin } from "@keyferry/core/provider";
import { ROOT, workspacePackages } from "../repository.ts";
import { fieldTables } from "./field-tables.ts";

const BEGIN = "<!-- fields:begin -->";
const END = "<!-- fields:end -->";

/** The headings of every provider's page, in this order. */
export const HEADINGS = [
  "At a glance",
  "Quick start",
  "Setup",
  "Connection fields",
  "Names and keys",
  "Permissions",
  "CI",
  "Errors",
  "Limits",
] as const;

/** A provider's page as it stands, and as its manifest wants it. */
export interface ProviderPage {
  readonly id: string;
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
  readonly wanted: string;
}

/** The pages of all providers of the workspace. Throws where a page is missing or has not the two comments. */
export async function providerPages(): Promise<ProviderPage[]> {
  const providers = workspacePackages().filter(({ manifest }) => manifest.keyferry?.provider);
  return Promise.all(
    providers.map(async ({ folder }) => {
      const loaded = (await import(pathToFileURL(join(ROOT, folder, "src/index.ts")).href)) as {
        default: ProviderPlugin;
      };
      const { manifest } = loaded.default;
      const path = `docs/providers/${manifest.id}.md`;
      const text = await readFile(join(ROOT, path), "utf8");
      return { id: manifest.id, path, text, wanted: withTables(text, fieldTables(manifest), path) };
    }),
  );
}

/** The level-two headings of a page, outside of code. */
export function headingsOf(text: string): string[] {
  const outside = text.replace(/^```.*?^```/gms, "");
  return [...outside.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading ?? "");
}

function withTables(text: string, tables: string, path: string): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${path} has not the comments ${BEGIN} and ${END}`);
  return `${text.slice(0, begin + BEGIN.length)}\n\n${tables}\n\n${text.slice(end)}`;
}
