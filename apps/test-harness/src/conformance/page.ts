import { readFileSync } from "node:fs";
import type { MatrixColumn } from "@keyferry/provider-testkit";
import { matrixTable } from "@keyferry/provider-testkit";

/** docs/providers/conformance.md, which holds the matrix of all our providers. */
const PAGE = new URL("../../../../docs/providers/conformance.md", import.meta.url);

/** The cells and the notes of one provider, as lines that can be compared. */
function linesOf(markdown: string, provider: string): readonly string[] {
  const lines = markdown.split("\n");
  const table = lines.filter((line) => line.startsWith("|")).map((line) => line.split("|").map((cell) => cell.trim()));
  const place = table[0]?.indexOf(provider) ?? -1;
  const cells = table.map((row) => `${row[1]}: ${place < 0 ? undefined : row[place]}`);
  return [...cells, ...lines.filter((line) => line.startsWith(`- ${provider}, `))];
}

/** The line of the page that tells what a provider's manager was asked for. */
export function toldCalls(provider: string): string | undefined {
  return readFileSync(PAGE, "utf8")
    .split("\n")
    .find((line) => line.startsWith(`- ${provider} was asked for `));
}

/** What the page tells of a provider, and what it should tell. */
export function compareWithPage(column: MatrixColumn): {
  readonly told: readonly string[];
  readonly found: readonly string[];
} {
  const told = linesOf(readFileSync(PAGE, "utf8"), column.provider);
  return { told, found: linesOf(matrixTable([column]), column.provider) };
}
