const TICK_MS = 10;

/** Measures milliseconds, and of them those in which this process could go on: what a busy machine takes away is no fault of a provider. */
export class Stopwatch {
  readonly #started = performance.now();
  readonly #cpu = process.cpuUsage();
  #ticks = 0;
  readonly #timer = setInterval(() => {
    this.#ticks += 1;
  }, TICK_MS);

  /** What has passed. `running` is at most `wall`: the time waited, or that of the processor for a provider that lets nothing else run. */
  stop(): { readonly wall: number; readonly running: number } {
    clearInterval(this.#timer);
    const wall = performance.now() - this.#started;
    const { user, system } = process.cpuUsage(this.#cpu);
    return { wall, running: Math.min(wall, Math.max((this.#ticks + 1) * TICK_MS, (user + system) / 1_000)) };
  }
}
