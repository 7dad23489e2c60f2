import { ERROR_CODES } from "@keyferry/core/delivery";
import { ERROR_GUIDE } from "../src/error-guide.ts";
import { EXIT_CODES, EXIT_ORDER } from "../src/exit-codes.ts";
import { markdownTable } from "./markdown-table.ts";

/** The text of docs/errors.md. */
export function renderErrors(): string {
  const rows = ERROR_CODES.map((code) => {
    const { meaning, next } = ERROR_GUIDE[code];
    return [`\`${code}\``, String(EXIT_CODES[code]), meaning, next];
  });
  return `<!-- Written by apps/cli/scripts/errors-doc.ts from the tables of the code. Do not edit. -->

# Errors and exit codes

A command that fails says what failed, where, and what to do next, one block for each failure. The code in parentheses
is one of these. No error holds a value.

${markdownTable(["code", "exit", "meaning", "next step"], rows)}

\`keyferry run\` gives the exit code of its job: 128+n where a signal ended it, 124 where its time
limit did. Its own failures follow sysexits, so that they are not taken for the job's. Where several failures differ, the first of these stands: ${EXIT_ORDER.join(" ")}.
`;
}
