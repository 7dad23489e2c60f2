/** The time, as a port: tests pass a fake. */
export interface Clock {
  /** Milliseconds that never go back: for expiry, pauses and durations. */
  monotonic(): number;
  /** The wall clock, for what a person reads. */
  now(): Date;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  // `performance` would be loaded for it, more than a millisecond.
  monotonic: () => Number(process.hrtime.bigint()) / 1e6,
  now: () => new Date(),
};
