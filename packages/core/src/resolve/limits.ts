/** Bounds of reading. Times in milliseconds. */
export interface Limits {
  /** Requests at once on one connection. */
  readonly concurrency: number;
  /** Calls of one read, the first included. */
  readonly attempts: number;
  /** One call, its whole answer included. */
  readonly attemptMs: number;
  /** All calls and pauses of one read. */
  readonly readMs: number;
  /** A whole resolution. */
  readonly totalMs: number;
  /** Base and cap of the pause before a repeated call: `random(0, min(cap, base · 2^n))`. */
  readonly backoffMs: number;
  readonly backoffCapMs: number;
  /** Repeated calls that one connection may spend at once, and what each success gives back. */
  readonly retryTokens: number;
  readonly retryRefund: number;
  /** Bytes of one value, and members' nesting. */
  readonly valueBytes: number;
  readonly jsonDepth: number;
  /** Of one list. */
  readonly listPages: number;
  readonly listNames: number;
}

export const DEFAULT_LIMITS: Limits = {
  concurrency: 25,
  attempts: 4,
  attemptMs: 15_000,
  readMs: 60_000,
  totalMs: 120_000,
  backoffMs: 200,
  backoffCapMs: 10_000,
  retryTokens: 20,
  retryRefund: 0.1,
  valueBytes: 1024 * 1024,
  jsonDepth: 64,
  listPages: 1_000,
  listNames: 100_000,
};
