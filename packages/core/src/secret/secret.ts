import { inspect } from "node:util";
import type { SealedValue } from "../contract/job.ts";

const MASK = "[secret]";

/** Opens a secret. Private to this folder: open.ts and delivery.ts give it its three names. */
export let reveal: <T>(secret: Secret<T>) => T;

/**
 * A value between the manager and its delivery. It prints, inspects, serialises, clones and compares as `[secret]`; only
 * the three functions of this folder open it.
 */
export class Secret<T = string> implements SealedValue {
  readonly sealed = "keyferry.secret.v1" as const;
  readonly #value: T;

  static {
    reveal = (secret) => {
      if (!(#value in secret)) throw new TypeError("not a secret made by this copy of @keyferry/core");
      return secret.#value;
    };
  }

  constructor(value: T) {
    this.#value = value;
    Object.freeze(this);
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.toPrimitive](): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
