/** What a check found against the design: where, and what to do about it. */
export interface Finding {
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  /** Counted from 1; absent where the whole file is meant. */
  readonly line?: number;
  readonly message: string;
}

/** One finding as one line, as an editor or a person reads it. */
export function findingLine(finding: Finding): string {
  return `${finding.path}${finding.line === undefined ? "" : `:${finding.line}`}: ${finding.message}`;
}
