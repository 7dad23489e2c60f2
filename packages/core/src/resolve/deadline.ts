/** A signal that is aborted by the caller's signal or when the time is up, and which of the two it was. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** Whether the time was up; false if the caller gave up. */
  passed(): boolean;
}

/** Starts a deadline. Disposing it leaves no timer and no listener behind. */
export function startDeadline(ms: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let passed = false;
  const timer = setTimeout(() => {
    passed = true;
    controller.abort();
  }, ms);
  const giveUp = (): void => controller.abort();
  outer?.addEventListener("abort", giveUp, { once: true });
  if (outer?.aborted) giveUp();
  return {
    signal: controller.signal,
    passed: () => passed,
    [Symbol.dispose]() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", giveUp);
    },
  };
}
