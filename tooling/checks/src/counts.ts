/** How a run went. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * The line `N passed, N failed[, N skipped]`. `gates` are the checks that ran before the tests, as
 * {@link formatGates} wrote them: each counts as one test.
 */
export function countLine(tests: Counts, gates?: string): string {
  const [passed = 0, failed = 0] = (gates ?? "").split(",").map((part) => Number.parseInt(part, 10) || 0);
  const line = `${tests.passed + passed} passed, ${tests.failed + failed} failed`;
  return tests.skipped > 0 ? `${line}, ${tests.skipped} skipped` : line;
}

/** The text of the environment variable `KEYFERRY_GATES`. */
export function formatGates(passed: number, failed: number): string {
  return `${passed},${failed}`;
}
