/** Spreads four bytes over a table; a multiplier of many bits, as in Knuth's multiplicative hashing. */
const SPREAD = 0x9e3779b1;

/** The table has between so many places and so many, as powers of two: it is to stay in the processor's cache. */
const FEWEST_BITS = 16;
const MOST_BITS = 20;

/** A longer window would pass over little more at once. In bytes. */
const LONGEST = 64;

/** About how many blocks of so many bytes ordinary text has, or the largest table tells apart. */
const BLOCKS = [
  { size: 2, kinds: 2 ** 11 },
  { size: 3, kinds: 2 ** 16 },
  { size: 4, kinds: 2 ** MOST_BITS },
];

/** What a place says: how far the window can move, and whether a needle's first four bytes fall there. */
const MOVE = 0x7f;
const BEGINS = 0x80;

/**
 * Finds where a needle may begin, after Wu and Manber ("A fast algorithm for multi-pattern searching", 1994). A window no longer
 * than the shortest needle is laid on the bytes, and its last block of two to four bytes looked up: no needle has it before
 * some place, so the window moves on, mostly by nearly its length. Most of a job's output is never read.
 */
export class Window {
  readonly #length: number;
  readonly #block: number;
  readonly #furthest: number;
  readonly #bits: number;
  readonly #places: Uint8Array;

  /** Room for so many needles, the shortest of which has so many bytes, at least 4. */
  constructor(needles: number, shortest: number) {
    const ways = BLOCKS.map(({ size, kinds }) => {
      // Where needles have most blocks of the text, windows hardly move: the more needles, the shorter the window.
      const longest = Math.min(shortest, LONGEST) - size + 1;
      const furthest = Math.max(5 - size, Math.min(longest, Math.floor(kinds / (needles + 1))));
      return { size, furthest, expected: furthest * Math.exp((-needles * furthest) / kinds) };
    });
    const best = ways.reduce((one, other) => (other.expected > one.expected ? other : one));
    this.#block = best.size;
    this.#furthest = best.furthest;
    this.#length = best.furthest + best.size - 1;
    const bits = Math.ceil(Math.log2(4 * best.furthest * (needles + 1)));
    this.#bits = Math.min(MOST_BITS, Math.max(FEWEST_BITS, bits));
    this.#places = new Uint8Array(2 ** this.#bits).fill(best.furthest);
  }

  add(needle: Uint8Array): void {
    const places = this.#places;
    for (let end = this.#block; end <= this.#length; end++) {
      const place = this.#place(needle, end - this.#block, this.#block);
      const now = places[place] as number;
      places[place] = (now & BEGINS) | Math.min(now & MOVE, this.#length - end);
    }
    const first = this.#place(needle, 0, 4);
    places[first] = (places[first] as number) | BEGINS;
  }

  /** The first place from `at` on where a needle may begin, or the first that has no whole window left; always one of the bytes. */
  find(view: DataView, at: number): number {
    const places = this.#places;
    const furthest = this.#furthest;
    const length = this.#length;
    const [drop, shift] = [32 - 8 * this.#block, 32 - this.#bits];
    const last = view.byteLength - length;
    let begin = at;
    while (begin <= last) {
      // A block is read as the last of four bytes, those before it are dropped.
      const block = view.getInt32(begin + length - 4, true) >>> drop;
      const move = places[Math.imul(block, SPREAD) >>> shift] as number;
      // By far the most common; the processor goes on with it before it knows, as it would not with a number from the table.
      if (move === furthest) begin += furthest;
      else if ((move & MOVE) > 0) begin += move & MOVE;
      else {
        const first = places[Math.imul(view.getInt32(begin, true), SPREAD) >>> shift] as number;
        if ((first & BEGINS) !== 0) break;
        begin++;
      }
    }
    return begin;
  }

  /** The place of so many bytes, the lowest first. */
  #place(bytes: Uint8Array, from: number, size: number): number {
    let block = 0;
    for (let at = from + size - 1; at >= from; at--) block = (block << 8) | (bytes[at] as number);
    return Math.imul(block, SPREAD) >>> (32 - this.#bits);
  }
}
