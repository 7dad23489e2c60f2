/** What every fault says of itself. `times` counts the requests that it befalls (default: all); `operation` narrows it to one operation. */
export interface AnyFault {
  readonly kind: string;
  readonly operation?: string;
  readonly times?: number;
}

/** The faults that wait for a request. At each stage a request meets at most one: the oldest that fits. */
export class FaultQueue<F extends AnyFault, Stage extends string> {
  readonly #stages: Readonly<Record<F["kind"], Stage>>;
  readonly #faults: { readonly fault: F; left: number }[] = [];

  /** `stages` says at which stage of a request each kind of fault befalls it. */
  constructor(stages: Readonly<Record<F["kind"], Stage>>) {
    this.#stages = stages;
  }

  add(fault: F): void {
    this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#faults.length = 0;
  }

  take(stage: Stage, operation: string): F | undefined {
    const found = this.#faults.find(
      ({ fault, left }) =>
        left > 0 &&
        this.#stages[fault.kind as F["kind"]] === stage &&
        (fault.operation === undefined || fault.operation === operation),
    );
    if (!found) return undefined;
    found.left -= 1;
    return found.fault;
  }
}
