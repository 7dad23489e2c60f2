/** The low seven bits of {@link ByteTrie.depth} and {@link ByteTrie.hit}; the eighth is their flag. */
export const LOW = 0x7f;
export const FLAG = 0x80;

/** States that follow each other, each the child of the one before it. */
export interface Chain {
  readonly start: number;
  readonly end: number;
  /** The state that `start` is a child of, and the depth of `start`. */
  readonly parent: number;
  readonly depth: number;
}

/**
 * A trie over bytes whose states are numbers; 0 is the root. Most states of long needles have one child, which is the next
 * number: only the others are kept in a table. That makes 3 bytes a state.
 */
export class ByteTrie {
  /** The byte that leads to a state. */
  readonly label: Uint8Array;
  /** The number of bytes that lead to a state; flagged if it is a child of the state before it. */
  readonly depth: Uint8Array;
  /** The length of the longest needle that ends in a state, or 0; flagged if the state has children in the table. */
  readonly hit: Uint8Array;
  /** The children of the root. */
  readonly root = new Uint32Array(256);
  readonly #keys: Uint32Array;
  readonly #values: Uint32Array;
  readonly #starts: number[] = [];
  readonly #parents: number[] = [];
  #size = 1;

  /** Room for so many states, at most 2^24, and so many needles, each of at most 127 bytes. */
  constructor(states: number, needles: number) {
    this.label = new Uint8Array(states + 1);
    this.depth = new Uint8Array(states + 1);
    this.hit = new Uint8Array(states + 1);
    // Each needle branches off once. Half of the table stays free, so that probes are short and always end.
    const room = 2 ** Math.ceil(Math.log2(2 * needles + 2));
    this.#keys = new Uint32Array(room);
    this.#values = new Uint32Array(room);
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
        this.label[this.#size] = needle[at] as number;
        this.depth[this.#size] = (at + 1) | (this.#size === state ? 0 : FLAG);
      }
      state = this.#size - 1;
    }
    this.hit[state] = ((this.hit[state] as number) & FLAG) | needle.length;
  }

  /** The state that a byte leads to, or 0. */
  child(state: number, byte: number): number {
    if (state === 0) return this.root[byte] as number;
    if (this.label[state + 1] === byte && ((this.depth[state + 1] as number) & FLAG) !== 0) return state + 1;
    if (((this.hit[state] as number) & FLAG) === 0) return 0;
    return this.#values[this.#slot(((state << 8) | byte) >>> 0)] as number;
  }

  /** Whether a longer needle begins with what leads to this state. */
  canGrow(state: number): boolean {
    return (((this.depth[state + 1] as number) | (this.hit[state] as number)) & FLAG) !== 0;
  }

  chains(): Chain[] {
    return this.#starts.map((start, at) => ({
      start,
      end: this.#starts[at + 1] ?? this.#size,
      parent: this.#parents[at] as number,
      depth: (this.depth[start] as number) & LOW,
    }));
  }

  #branch(parent: number, byte: number): void {
    this.#starts.push(this.#size);
    this.#parents.push(parent);
    if (parent === 0) {
      this.root[byte] = this.#size;
      return;
    }
    this.hit[parent] = (this.hit[parent] as number) | FLAG;
    const key = ((parent << 8) | byte) >>> 0;
    const slot = this.#slot(key);
    this.#keys[slot] = key;
    this.#values[slot] = this.#size;
  }

  /** The slot of a key, or the free one where it belongs. No key is 0, since the root is not in the table. */
  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 7) & mask;
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }
}
