import { posix } from "node:path";
import type { Finding } from "./finding.ts";

/** Lines of a text that match, as findings. */
function linesWith(path: string, text: string, pattern: RegExp, message: string): Finding[] {
  return text.split("\n").flatMap((line, index) => (pattern.test(line) ? [{ path, line: index + 1, message }] : []));
}

const REGISTRY = /registry\.[a-z-]+\.(org|io|com)|npm\.pkg\.|npmjs\.com/;
/** Folders beside a checkout are one person's, and no part of the project. */
const BESIDE = /\.\.\/shared\/(DESIGN|style|security|performance|deliveries|model-product|hooks)/;

/** Registries are the installer's choice, and folders of one machine mean nothing on another. `root` is this checkout. */
export function machineTraces(path: string, text: string, root: string): Finding[] {
  const escaped = root.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return [
    ...linesWith(path, text, REGISTRY, "names a registry's host"),
    ...linesWith(path, text, BESIDE, "names a folder beside the checkout"),
    ...linesWith(path, text, new RegExp(`${escaped}(/|\\b)`), "names this machine's path of the checkout"),
  ];
}

/**
 * Relative links of a Markdown page that lead nowhere, to a heading included. `read` is asked with a path from the root: it
 * gives the text of a page, an empty text for anything else that is there, and undefined for what is not.
 */
export function deadLinks(path: string, text: string, read: (path: string) => string | undefined): Finding[] {
  return withoutCode(text)
    .split("\n")
    .flatMap((line, index) =>
      [...line.matchAll(/\]\(([^()\s]+)\)/g)].flatMap(([, target = ""]): Finding[] => {
        const [file = "", heading] = target.split("#", 2);
        if (/^[a-z]+:/i.test(target)) return [];
        const page = file === "" ? text : read(posix.join(posix.dirname(path), file));
        const found = page !== undefined && (heading === undefined || anchorsOf(page).includes(heading));
        return found ? [] : [{ path, line: index + 1, message: `the link ${target} leads nowhere` }];
      }),
    );
}

/** A page with its code blanked out, so that the lines stay. */
function withoutCode(text: string): string {
  return text.replace(/^(```|~~~)[\s\S]*?^\1/gm, (block) => block.replace(/[^\n]/g, "")).replace(/`[^`\n]*`/g, "");
}

/** What a link can name a page's headings by, as GitHub makes it: small letters, hyphens for spaces, no punctuation. */
function anchorsOf(page: string): string[] {
  const outside = page.replace(/^(```|~~~)[\s\S]*?^\1/gm, "");
  return [...outside.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Sources are read in one sitting. */
export function longFile(path: string, text: string, cap = 250): Finding[] {
  const lines = text.trimEnd().split("\n").length;
  return lines > cap ? [{ path, message: `${lines} lines: more than ${cap} is two files` }] : [];
}

/** The first cell of each row of a page's first Markdown table, without its head and without code marks. */
export function firstColumn(text: string): string[] {
  const table = /(?:^\|.*\n)+/m.exec(text)?.[0] ?? "";
  const rows = table.trimEnd().split("\n").slice(2);
  return rows.map((row) => (row.split("|")[1] ?? "").trim().replaceAll("`", ""));
}

/** A test that a page names: `FILE` in code marks, and behind it › *the test's name*, where one is meant. */
export interface NamedTest {
  readonly file: string;
  readonly names: readonly string[];
}

export function namedTests(text: string): NamedTest[] {
  return [...text.matchAll(/`([\w./-]+\.test\.ts)`((?: › \*[^*\n]+\*)*)/g)].map(([, file = "", names = ""]) => ({
    file,
    names: [...names.matchAll(/› \*([^*]+)\*/g)].map(([, name = ""]) => name),
  }));
}
