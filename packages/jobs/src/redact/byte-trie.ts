/** The bits of {@link ByteTrie.steps}: the byte that leads to the next number, or NO_STEP; above it the length of a needle. */
export const STEP_BITS = 9;
export const STEP = 2 ** STEP_BITS - 1;
export const NO_STEP = 256;

/** The bits of {@link ByteTrie.falls}: a state, its depth above it, and whether the state has children in the table. */
export const STATE = 2 ** 24 - 1;
const DEPTH_BITS = 24;
const DEPTH = 0x7f;
const BRANCHES = 1 << 31;

/** States that follow each other, each the child of the one before it. */
export interface Chain {
  readonly start: number;
  readonly end: number;
  /** The state that `start` is a child of, the byte that leads from there, and the depth of `start`. */
  readonly parent: number;
  readonly byte: number;
  readonly depth: number;
}

/**
 * A trie over bytes whose states are numbers; 0 is the root. Most states of long needles have one child, which is the next
 * number: only the others are kept in a table. What is needed for each byte of the output lies in one number of two bytes.
 */
export class ByteTrie {
  /** For each state, the byte that leads to the state behind it, and the length of the longest needle that ends here, or 0. */
  readonly steps: Uint16Array;
  /** For each state, the state of its longest proper suffix that can still grow, and its own depth. */
  readonly falls: Int32Array;
  /** The children of the root. */
  readonly #root = new Int32Array(256);
  readonly #keys: Int32Array;
  readonly #values: Int32Array;
  readonly #starts: number[] = [];
  readonly #parents: number[] = [];
  readonly #bytes: number[] = [];
  #size = 1;

  /** Room for so many states, at most 2^24, and so many needles, each of at most 127 bytes. */
  constructor(states: number, needles: number) {
    this.steps = new Uint16Array(states);
    this.falls = new Int32Array(states);
    this.steps[0] = NO_STEP;
    // Each needle branches off once. Half of the table stays free, so that probes are short and always end.
    const room = 2 ** Math.ceil(Math.log2(2 * needles + 2));
    this.#keys = new Int32Array(room);
    this.#values = new Int32Array(room);
  }

  insert(needle: Uint8Array): void {
    let state = 0;
    let at = 0;
    for (let next = 0; at < needle.length; at++, state = next) {
      next = this.child(state, needle[at] as number);
      if (next === 0) break;
    }
    if (at < needle.length) {
      this.#branch(state, needle[at] as number);
      for (state = this.#size; at < needle.length; at++, this.#size++) {
        this.steps[this.#size] = needle[at + 1] ?? NO_STEP;
        this.falls[this.#size] = (at + 1) << DEPTH_BITS;
      }
      state = this.#size - 1;
    }
    this.endHere(state, needle.length);
  }

  /** The state that a byte leads to, or 0. */
  child(state: number, byte: number): number {
    if (state === 0) return this.#root[byte] as number;
    if (((this.steps[state] as number) & STEP) === byte) return state + 1;
    if (((this.falls[state] as number) & BRANCHES) === 0) return 0;
    return this.#other(state, byte);
  }

  /** The state behind a byte: a state's child by it, or that of its longest suffix that has one, or the root. */
  next(state: number, byte: number): number {
    const { steps, falls } = this;
    let from = state;
    while (from !== 0) {
      if (((steps[from] as number) & STEP) === byte) return from + 1;
      const fall = falls[from] as number;
      // The sign is the bit of BRANCHES.
      if (fall < 0) {
        const other = this.#other(from, byte);
        if (other !== 0) return other;
      }
      from = fall & STATE;
    }
    return this.#root[byte] as number;
  }

  /** The byte that leads from a state to the next number, or none. */
  step(state: number): number {
    return (this.steps[state] as number) & STEP;
  }

  /** The number of bytes that lead to a state. */
  depth(state: number): number {
    return ((this.falls[state] as number) >>> DEPTH_BITS) & DEPTH;
  }

  /** The state of a state's longest proper suffix that can still grow. */
  fall(state: number): number {
    return (this.falls[state] as number) & STATE;
  }

  linkFall(state: number, suffix: number): void {
    this.falls[state] = ((this.falls[state] as number) & ~STATE) | suffix;
  }

  /** The length of the longest needle that ends in a state, or 0. */
  ending(state: number): number {
    return (this.steps[state] as number) >>> STEP_BITS;
  }

  endHere(state: number, length: number): void {
    this.steps[state] = ((this.steps[state] as number) & STEP) | (length << STEP_BITS);
  }

  /** Whether a longer needle begins with what leads to this state. */
  canGrow(state: number): boolean {
    return ((this.steps[state] as number) & STEP) !== NO_STEP || ((this.falls[state] as number) & BRANCHES) !== 0;
  }

  chains(): Chain[] {
    return this.#starts.map((start, at) => ({
      start,
      end: this.#starts[at + 1] ?? this.#size,
      parent: this.#parents[at] as number,
      byte: this.#bytes[at] as number,
      depth: this.depth(start),
    }));
  }

  #branch(parent: number, byte: number): void {
    this.#starts.push(this.#size);
    this.#parents.push(parent);
    this.#bytes.push(byte);
    if (parent === 0) {
      this.#root[byte] = this.#size;
      return;
    }
    this.falls[parent] = (this.falls[parent] as number) | BRANCHES;
    const key = (parent << 8) | byte;
    const slot = this.#slot(key);
    this.#keys[slot] = key;
    this.#values[slot] = this.#size;
  }

  /** The child that a byte leads to by the table, or 0. */
  #other(state: number, byte: number): number {
    return this.#values[this.#slot((state << 8) | byte)] as number;
  }

  /** The slot of a key, or the free one where it belongs. No key is 0, since the root is not in the table. */
  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 7) & mask;
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }
}
