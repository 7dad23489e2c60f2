import type { Finding } from "../finding.ts";
import type { Import, SourceFile } from "../source.ts";

/** A rule of the design about one file's text. Pure. */
export type SourceRule = (source: SourceFile) => Finding[];

/** A rule about imports: `broken` says what is wrong with one, or nothing. */
export function importRule(broken: (found: Import, path: string) => string | undefined): SourceRule {
  return (source) =>
    source.imports.flatMap((found) => {
      const message = broken(found, source.path);
      return message === undefined ? [] : [{ path: source.path, line: found.line, message }];
    });
}
