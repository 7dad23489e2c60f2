import type { LiveConnection } from "../connections/port.ts";
import type { Clock } from "../contract/clock.ts";
import { KeyferryError } from "../contract/failure.ts";
import type { Address, CallContext, Session } from "../contract/session.ts";
import type { Events } from "../events/events.ts";
import { Gate } from "./gate.ts";
import type { Limits } from "./limits.ts";
import { CANCELLED, failureOf, outcomeOf, type ReadFailure, type ReadOutcome, TOO_FEW } from "./outcome.ts";
import { slice } from "./plan.ts";
import { type Repeat, RetryBudget, repeat } from "./retry.ts";
import { SharedReads } from "./shared-reads.ts";

export interface ReaderOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly events: Events;
  /** Returns a number in [0, 1), for the jitter of pauses. */
  readonly random: () => number;
}

/**
 * Reads from one connection: in batches, with a limit of simultaneous calls, and with one retry policy. There is one
 * reader for each connection and host.
 */
export class ConnectionReader {
  readonly connection: LiveConnection;
  readonly #options: ReaderOptions;
  readonly #gate: Gate;
  readonly #budget: RetryBudget;
  readonly #shared = new SharedReads((addresses, signal) => this.#readAll(addresses, signal));
  /** The manager refused batches as such: from then on, one address per call. */
  #split = false;

  constructor(connection: LiveConnection, options: ReaderOptions) {
    this.connection = connection;
    this.#options = options;
    const { concurrency } = options.limits;
    this.#gate = new Gate(Math.min(concurrency, connection.plugin.manifest.capabilities.maxConcurrency ?? concurrency));
    this.#budget = new RetryBudget(options.limits);
  }

  /**
   * Reads addresses that differ from each other. One outcome for each, in the same order. Never throws. A caller that
   * wants an address which is already being read waits for that read.
   */
  read(addresses: readonly Address[], signal: AbortSignal): Promise<ReadOutcome[]> {
    return this.#shared.read(addresses, signal);
  }

  async #readAll(addresses: readonly Address[], signal: AbortSignal): Promise<ReadOutcome[]> {
    const outcomes = new Map<Address, ReadOutcome>();
    const { capabilities } = this.connection.plugin.manifest;
    const slices = slice(addresses, this.#split ? { ...capabilities, maxBatch: 1 } : capabilities);
    await Promise.all(slices.map((part) => this.#readSlice(part, outcomes, signal)));
    return addresses.map((address) => outcomes.get(address) ?? { ok: false, failure: CANCELLED });
  }

  /** Makes one call on the session, with the retries of a read. Throws what the last attempt threw. */
  async call<T>(ask: (session: Session, context: CallContext) => Promise<T>, signal: AbortSignal): Promise<T> {
    let settled: () => T = () => {
      throw new KeyferryError(CANCELLED);
    };
    await this.#repeat(async (attempt) => {
      let session: Session | undefined;
      try {
        const value = await this.#gate.run(async () => {
          session = await this.connection.session({ signal });
          return ask(session, { signal });
        });
        settled = () => value;
        this.#succeeded();
        return undefined;
      } catch (thrown) {
        settled = () => {
          throw thrown;
        };
        return this.#wish([failureOf(thrown)], attempt, session, signal);
      }
    }, signal);
    return settled();
  }

  async #readSlice(part: readonly Address[], outcomes: Map<Address, ReadOutcome>, signal: AbortSignal): Promise<void> {
    let pending = part;
    await this.#repeat(async (attempt) => {
      const { results, session } = await this.#gate.run(() => this.#fetch(pending, attempt, signal));
      const failures: ReadFailure[] = [];
      const again: Address[] = [];
      for (const [index, address] of pending.entries()) {
        const outcome = results[index] ?? { ok: false, failure: TOO_FEW };
        outcomes.set(address, outcome);
        if (outcome.ok) continue;
        failures.push(outcome.failure);
        if (canRepeat(outcome.failure, attempt)) again.push(address);
      }
      if (failures.length === 0) this.#succeeded();
      if (part.length > 1 && failures.some(({ splitBatch }) => splitBatch)) return undefined;
      pending = again;
      return again.length > 0 ? this.#wish(failures, attempt, session, signal) : undefined;
    }, signal);
    const refused = part.length > 1 ? part.filter((address) => wantsSplit(outcomes.get(address))) : [];
    if (refused.length > 0) await this.#readOneByOne(refused, outcomes, signal);
  }

  async #readOneByOne(
    refused: readonly Address[],
    outcomes: Map<Address, ReadOutcome>,
    signal: AbortSignal,
  ): Promise<void> {
    if (!this.#split) this.#options.events.emit({ type: "batch-refused", connection: this.connection.name });
    this.#split = true;
    await Promise.all(refused.map((address) => this.#readSlice([address], outcomes, signal)));
  }

  /** One call. What it throws becomes the outcome of each address. */
  async #fetch(
    addresses: readonly Address[],
    attempt: number,
    signal: AbortSignal,
  ): Promise<{ results: readonly ReadOutcome[]; session?: Session }> {
    const whole = (failure: ReadFailure): ReadOutcome[] =>
      addresses.map(() => ({ ok: false, failure: { ...failure, attempts: attempt } }));
    if (signal.aborted) return { results: whole(CANCELLED) };
    const { clock, events } = this.#options;
    const connection = this.connection.name;
    const started = clock.monotonic();
    events.emit({ type: "read-started", connection, addresses: addresses.length, attempt });
    let session: Session | undefined;
    let results: readonly ReadOutcome[];
    try {
      session = await this.connection.session({ signal });
      results = (await session.fetch(addresses, { signal })).map((result) => outcomeOf(result, attempt));
    } catch (thrown) {
      results = whole(failureOf(thrown));
    }
    const failed = results.filter(({ ok }) => !ok).length;
    const durationMs = clock.monotonic() - started;
    events.emit({ type: "read-finished", connection, addresses: addresses.length, failed, durationMs });
    return { results, ...(session ? { session } : {}) };
  }

  #repeat(attempt: (number: number) => Promise<Repeat | undefined>, signal: AbortSignal): Promise<void> {
    const { events } = this.#options;
    const connection = this.connection.name;
    const onRetry = ({ code }: Repeat, number: number, delayMs: number): void =>
      events.emit({ type: "retry", connection, code, attempt: number, delayMs });
    return repeat(attempt, { ...this.#options, budget: this.#budget, onRetry }, signal);
  }

  /** Whether these failures are worth another call, and how. An expired login is opened again first, once. */
  async #wish(
    failures: readonly ReadFailure[],
    attempt: number,
    session: Session | undefined,
    signal: AbortSignal,
  ): Promise<Repeat | undefined> {
    if (failures.some(({ code }) => code === "throttled")) this.#gate.throttled();
    if (session && failures.some(({ code }) => code === "unauthenticated")) {
      const another = await this.connection.reopen(session, { signal }).catch(() => false);
      return another ? { code: "unauthenticated", atOnce: true } : undefined;
    }
    const worth = failures.filter((failure) => canRepeat(failure, attempt));
    const [first] = worth;
    if (!first || first.code === "unauthenticated") return undefined;
    const asked = worth.map(({ retryAfterMs }) => retryAfterMs ?? 0);
    return { code: first.code, retryAfterMs: Math.max(...asked) };
  }

  #succeeded(): void {
    this.#budget.refund();
    this.#gate.succeeded();
  }
}

/** Temporary failures are retried, a damaged answer once; what the manager decided is final. */
function canRepeat({ code }: ReadFailure, attempt: number): boolean {
  if (code === "integrity") return attempt === 1;
  return code === "throttled" || code === "unavailable" || code === "unauthenticated";
}

function wantsSplit(outcome: ReadOutcome | undefined): boolean {
  return outcome?.ok === false && outcome.failure.splitBatch === true;
}
