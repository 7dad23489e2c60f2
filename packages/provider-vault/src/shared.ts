import type { CallContext } from "@keyferry/core/provider";
import { isFailure } from "./errors.ts";

/**
 * One question that calls share while it is under way. Where the caller that asked is cancelled, the next one asks again.
 * What was answered is kept only where `keepMs` says so, and a failure never.
 */
export class Shared<T> {
  readonly #ask: (context: CallContext) => Promise<T>;
  readonly #keepMs: number;
  #asked: Promise<T> | undefined;

  constructor(ask: (context: CallContext) => Promise<T>, keepMs: number) {
    this.#ask = ask;
    this.#keepMs = keepMs;
  }

  async get(context: CallContext): Promise<T> {
    for (;;) {
      this.#asked ??= this.#start(context);
      try {
        return await this.#asked;
      } catch (thrown) {
        if (!isFailure(thrown, "cancelled") || context.signal.aborted) throw thrown;
      }
    }
  }

  #start(context: CallContext): Promise<T> {
    const asked = this.#ask(context);
    const forget = () => {
      if (this.#asked === asked) this.#asked = undefined;
    };
    asked.then(() => {
      if (this.#keepMs === Number.POSITIVE_INFINITY) return;
      setTimeout(forget, this.#keepMs).unref();
    }, forget);
    return asked;
  }
}
