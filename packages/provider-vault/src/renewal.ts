import type { Host } from "@keyferry/core/provider";
import type { Lease } from "./api.ts";

/** The longest wait that a timer can be set to, in milliseconds. */
const MAX_TIMER = 2 ** 31 - 1;
/** What is left of a lease and is too short to be renewed in, in milliseconds. */
const TOO_SHORT = 2_000;

/**
 * Keeps one login alive: a lease is renewed when two thirds of it are over, as Vault's own watcher does
 * (https://developer.hashicorp.com/vault/docs/concepts/lease). Of one that ends for good, a warning is logged at that time.
 * There is one timer, which keeps no process alive.
 */
export class LoginKeeper {
  readonly #renew: (signal: AbortSignal) => Promise<Lease>;
  readonly #log: Host["log"];
  readonly #stopped = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #ends = 0;

  constructor(renew: (signal: AbortSignal) => Promise<Lease>, log: Host["log"]) {
    this.#renew = renew;
    this.#log = log;
  }

  /** Watches a lease from now on, in place of the one before. */
  watch({ seconds, renewable }: Lease): void {
    clearTimeout(this.#timer);
    if (seconds <= 0 || this.#stopped.signal.aborted) return;
    this.#ends = performance.now() + seconds * 1_000;
    this.#plan(() => (renewable ? this.#renewNow() : this.#warn()));
  }

  /** Whether the lease has run out. */
  get over(): boolean {
    return this.#ends > 0 && performance.now() >= this.#ends;
  }

  stop(): void {
    this.#stopped.abort();
    clearTimeout(this.#timer);
  }

  #plan(then: () => void): void {
    const left = this.#ends - performance.now();
    this.#timer = setTimeout(then, Math.min((left * 2) / 3, MAX_TIMER));
    this.#timer.unref();
  }

  async #renewNow(): Promise<void> {
    try {
      const lease = await this.#renew(this.#stopped.signal);
      // Near its maximum a token is renewed by less and less: then it ends for good.
      const longer = performance.now() + lease.seconds * 1_000 > this.#ends + TOO_SHORT;
      this.watch({ ...lease, renewable: lease.renewable && longer });
    } catch {
      if (this.#stopped.signal.aborted) return;
      if (this.#ends - performance.now() < TOO_SHORT) return this.#warn();
      this.#plan(() => this.#renewNow());
    }
  }

  #warn(): void {
    const seconds = Math.max(0, Math.round((this.#ends - performance.now()) / 1_000));
    this.#log({ level: "warn", message: "the login to Vault ends soon and is not renewed", fields: { seconds } });
  }
}
