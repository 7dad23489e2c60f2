/** Limits of one session. Times in milliseconds. The pipeline's `Limits` can be passed as these. */
export interface SessionLimits {
  /** One call of a session, its whole answer included. */
  readonly attemptMs: number;
  /** Bytes of one value. */
  readonly valueBytes: number;
  /** Names of one page of a list: some managers give all of them as one. */
  readonly listNames: number;
  /** Opening a session, the SDK's loading included. */
  readonly openMs: number;
  readonly disposeMs: number;
}

export const SESSION_LIMITS: SessionLimits = {
  attemptMs: 15_000,
  valueBytes: 1024 * 1024,
  listNames: 100_000,
  openMs: 30_000,
  disposeMs: 5_000,
};
