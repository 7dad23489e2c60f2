/**
 * Limits how many calls run at once on one connection. A throttled call halves the limit, and each success raises it by
 * one up to the maximum, so that a manager that asks for less gets less.
 */
export class Gate {
  readonly #limit: number;
  #bound: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
    this.#bound = limit;
  }

  /** Runs `call` when there is room, in the order of arrival. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#bound) await new Promise<void>((enter) => this.#waiting.push(enter));
    else this.#running += 1;
    try {
      return await call();
    } finally {
      this.#running -= 1;
      this.#admit();
    }
  }

  throttled(): void {
    this.#bound = Math.max(1, Math.floor(this.#bound / 2));
  }

  succeeded(): void {
    this.#bound = Math.min(this.#limit, this.#bound + 1);
    this.#admit();
  }

  #admit(): void {
    while (this.#running < this.#bound) {
      const enter = this.#waiting.shift();
      if (!enter) return;
      this.#running += 1;
      enter();
    }
  }
}
