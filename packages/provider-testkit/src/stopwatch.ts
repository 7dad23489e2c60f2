const TICK_MS = 10;

/** Measures milliseconds, and of them those in which this process ran: what a busy machine takes away is no fault of a provider. */
export class Stopwatch {
  readonly #started = performance.now();
  #ticks = 0;
  readonly #timer = setInterval(() => {
    this.#ticks += 1;
  }, TICK_MS);

  /** What has passed. `running` is at most `wall`, and counts no pause of the process. */
  stop(): { readonly wall: number; readonly running: number } {
    clearInterval(this.#timer);
    const wall = performance.now() - this.#started;
    return { wall, running: Math.min(wall, (this.#ticks + 1) * TICK_MS) };
  }
}
