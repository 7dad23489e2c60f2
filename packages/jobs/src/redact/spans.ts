/** A part of a buffer: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  end: number;
}

/** Parts of a buffer, in order and apart from each other. They are added by rising ends, as a scan finds them. */
export class Spans {
  #before: Span[] = [];
  /** Apart from the list, since in a text full of needles each byte lengthens it. */
  #last: Span | undefined;

  get empty(): boolean {
    return this.#last === undefined;
  }

  /** Adds a part, which swallows those that it overlaps or touches. */
  add(start: number, end: number): void {
    let last = this.#last;
    while (last !== undefined && start < last.start) last = this.#before.pop();
    if (last !== undefined && start <= last.end) {
      last.end = end;
      this.#last = last;
    } else {
      if (last !== undefined) this.#before.push(last);
      this.#last = { start, end };
    }
  }

  /** Takes what lies before a position; the rest stays, counted from there. */
  take(before: number): Span[] {
    const all = this.#last === undefined ? [] : [...this.#before, this.#last];
    this.#before = all
      .filter(({ end }) => end > before)
      .map(({ start, end }) => ({ start: Math.max(start, before) - before, end: end - before }));
    this.#last = this.#before.pop();
    return all.filter(({ start }) => start < before).map(({ start, end }) => ({ start, end: Math.min(end, before) }));
  }
}
