import { KeyferryError } from "../contract/failure.ts";
import type { CallContext } from "../contract/session.ts";

/** Work under way that callers share. It continues as long as one of them is waiting. */
export class Shared<T> {
  readonly result: Promise<T>;
  /** The result, once it is there. */
  value: T | undefined;
  readonly #abort = new AbortController();
  #waiting = 0;

  /** `ending` ends it, whoever is waiting. */
  constructor(start: (signal: AbortSignal) => Promise<T>, ending: AbortSignal) {
    this.result = start(AbortSignal.any([this.#abort.signal, ending]));
    this.result.then(
      (value) => {
        this.value = value;
      },
      () => undefined,
    );
  }

  /** Whether everyone who waited has given up. */
  get abandoned(): boolean {
    return this.#abort.signal.aborted;
  }

  async wait({ signal }: CallContext): Promise<T> {
    this.#waiting += 1;
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const onAbort = () => reject(new KeyferryError({ code: "cancelled", message: "the call was cancelled" }));
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      return await Promise.race([this.result, aborted]);
    } finally {
      signal.removeEventListener("abort", onAbort);
      this.#waiting -= 1;
      if (this.#waiting === 0 && this.value === undefined) this.#abort.abort();
    }
  }
}
