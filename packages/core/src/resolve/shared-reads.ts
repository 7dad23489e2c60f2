import type { Address } from "../contract/session.ts";
import { CANCELLED, type ReadOutcome } from "./outcome.ts";

/** Reads addresses, for everyone who is waiting for them. */
type Ask = (addresses: readonly Address[], signal: AbortSignal) => Promise<readonly ReadOutcome[]>;

const GIVEN_UP: ReadOutcome = { ok: false, failure: CANCELLED };

/** One call of `Ask`, and how many callers are waiting for a part of it. */
interface Flight {
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Joins reads of the same address that overlap in time, so that jobs that start together ask the manager once. Nothing
 * is kept after a read has ended, so a value is never older than its job by more than the duration of one read. A read
 * continues until the last caller that waits for it gives up.
 */
export class SharedReads {
  readonly #flying = new Map<string, { readonly flight: Flight; readonly outcome: Promise<ReadOutcome> }>();
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** One outcome for each address, in the same order. Throws only if `ask` does. */
  async read(addresses: readonly Address[], signal: AbortSignal): Promise<ReadOutcome[]> {
    if (signal.aborted) return addresses.map(() => GIVEN_UP);
    this.#start(addresses.filter((address) => !this.#flying.has(keyOf(address))));
    const joined = addresses.flatMap((address) => this.#flying.get(keyOf(address)) ?? []);
    const flights = new Map([...new Set(joined.map(({ flight }) => flight))].map((flight) => [flight, gate()]));
    for (const flight of flights.keys()) flight.waiting += 1;
    // The last caller to give up ends the read and still gets its outcome, so that a known failure is not lost. Others
    // just leave.
    const giveUp = () => {
      for (const [flight, gone] of flights) if (this.#leave(flight)) gone.open();
    };
    signal.addEventListener("abort", giveUp, { once: true });
    const outcomes = joined.map(({ flight, outcome }) =>
      Promise.race([outcome, flights.get(flight)?.opened ?? outcome]),
    );
    try {
      return await Promise.all(outcomes);
    } finally {
      signal.removeEventListener("abort", giveUp);
      if (!signal.aborted) for (const flight of flights.keys()) flight.waiting -= 1;
    }
  }

  #start(addresses: readonly Address[]): void {
    if (addresses.length === 0) return;
    const flight: Flight = { controller: new AbortController(), waiting: 0 };
    const outcomes = this.#ask(addresses, flight.controller.signal);
    for (const [index, address] of addresses.entries()) {
      const outcome = outcomes.then((all) => all[index] ?? GIVEN_UP);
      this.#flying.set(keyOf(address), { flight, outcome });
    }
    const land = () => this.#forget(flight);
    outcomes.then(land, land);
  }

  /** Returns whether others are still waiting. */
  #leave(flight: Flight): boolean {
    flight.waiting -= 1;
    if (flight.waiting > 0) return true;
    this.#forget(flight);
    flight.controller.abort();
    return false;
  }

  #forget(flight: Flight): void {
    for (const [key, flying] of this.#flying) if (flying.flight === flight) this.#flying.delete(key);
  }
}

/** A promise of a cancelled read, kept until it is opened. */
function gate(): { readonly opened: Promise<ReadOutcome>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<ReadOutcome>();
  return { opened: promise, open: () => resolve(GIVEN_UP) };
}

function keyOf({ name, version }: Address): string {
  return JSON.stringify([name, version ?? null]);
}
