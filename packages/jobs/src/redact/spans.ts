/** Parts of a buffer, in order and apart from each other. They are added by rising ends, as a scan finds them. */
export class Spans {
  /** A start, its end, the next start …: in a text full of needles numbers are cheaper than objects. */
  #bounds: number[] = [];

  get empty(): boolean {
    return this.#bounds.length === 0;
  }

  /** Adds a part, from `start` up to, not including, `end`. It swallows those that it overlaps or touches. */
  add(start: number, end: number): void {
    const bounds = this.#bounds;
    let size = bounds.length;
    while (size > 2 && start <= (bounds[size - 3] as number)) size -= 2;
    if (size === 0 || start > (bounds[size - 1] as number)) bounds.push(start, end);
    else {
      bounds[size - 2] = Math.min(start, bounds[size - 2] as number);
      bounds[size - 1] = end;
      if (size < bounds.length) bounds.length = size;
    }
  }

  /** Takes what lies before a position, as starts and ends in turn; the rest stays, counted from there. */
  take(before: number): readonly number[] {
    const taken = this.#bounds;
    let size = taken.length;
    while (size > 0 && (taken[size - 2] as number) >= before) size -= 2;
    const rest = taken.splice(size);
    if (size > 0 && (taken[size - 1] as number) > before) {
      rest.unshift(before, taken[size - 1] as number);
      taken[size - 1] = before;
    }
    this.#bounds = rest.map((bound) => bound - before);
    return taken;
  }
}
