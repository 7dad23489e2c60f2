/** Limits of reading. Times in milliseconds. */
export interface Limits {
  /** The largest number of simultaneous requests on one connection. */
  readonly concurrency: number;
  /** The largest number of calls for one read, the first included. */
  readonly attempts: number;
  /** One call, its whole answer included. */
  readonly attemptMs: number;
  /** All calls and pauses of one read together. */
  readonly readMs: number;
  /** A whole resolution. */
  readonly totalMs: number;
  /** Base and maximum of the pause before a repeated call: `random(0, min(cap, base · 2^n))`. */
  readonly backoffMs: number;
  readonly backoffCapMs: number;
  /** The retry budget of one connection, in calls, and how much each success gives back. */
  readonly retryTokens: number;
  readonly retryRefund: number;
  /** The largest value, in bytes, and the deepest nesting of its members. */
  readonly valueBytes: number;
  readonly jsonDepth: number;
  /** The largest number of pages and names in one list. */
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
