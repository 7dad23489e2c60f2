import type { Clock } from "../contract/clock.ts";
import type { ErrorCode } from "../contract/failure.ts";
import type { Limits } from "./limits.ts";

/** Why a call may be repeated. */
export interface Repeat {
  readonly code: ErrorCode;
  /** The pause that the manager asked for. */
  readonly retryAfterMs?: number;
  /** Repeat without a pause, since the cause was fixed meanwhile. */
  readonly atOnce?: boolean;
}

/**
 * What one connection may spend on repeated calls: the budget is full at the start, and each success gives a little
 * back. When a manager is down, the budget runs out and calls fail at once instead of doubling the load.
 */
export class RetryBudget {
  readonly #limits: Limits;
  #tokens: number;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#tokens = limits.retryTokens;
  }

  take(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  refund(): void {
    this.#tokens = Math.min(this.#limits.retryTokens, this.#tokens + this.#limits.retryRefund);
  }
}

export interface RetryPolicy {
  readonly limits: Limits;
  readonly budget: RetryBudget;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onRetry: (repeat: Repeat, attempt: number, delayMs: number) => void;
}

/**
 * Calls `attempt` until it does not ask to be repeated, or until the attempts, the time or the connection's budget are
 * used up, or the signal is aborted.
 */
export async function repeat(
  attempt: (number: number) => Promise<Repeat | undefined>,
  policy: RetryPolicy,
  signal: AbortSignal,
): Promise<void> {
  const { limits, budget, clock } = policy;
  const started = clock.monotonic();
  for (let number = 1; ; number += 1) {
    const wish = await attempt(number);
    if (!wish || signal.aborted || number >= limits.attempts) return;
    const delayMs = wish.atOnce ? 0 : pauseMs(number, wish, policy);
    if (clock.monotonic() - started + delayMs > limits.readMs) return;
    if (!budget.take()) return;
    policy.onRetry(wish, number, delayMs);
    await pause(delayMs, signal);
    if (signal.aborted) return;
  }
}

/** Full jitter, but never less than the manager asked for. A nonsensical pause is ignored. */
function pauseMs(attempt: number, wish: Repeat, { limits, random }: RetryPolicy): number {
  const jitter = random() * Math.min(limits.backoffCapMs, limits.backoffMs * 2 ** (attempt - 1));
  const asked = wish.retryAfterMs;
  return asked !== undefined && Number.isFinite(asked) && asked > 0 ? Math.max(jitter, asked) : jitter;
}

/** Ends early when the signal is aborted, and leaves no timer behind. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
  });
}
