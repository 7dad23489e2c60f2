import type { Automaton } from "./automaton.ts";
import { FLAG, LOW } from "./byte-trie.ts";
import { Spans } from "./spans.ts";

const MASK = Buffer.from("[secret]");
const NOTHING = Buffer.alloc(0);

/** At the end of a stream, so many bytes that begin a needle are masked although the needle is not whole. */
const TELLING_PREFIX = 8;

/**
 * Masks needles in a stream of bytes, wherever it is split: every byte that belongs to an occurrence of a needle is masked,
 * and masked bytes that touch are one `[secret]`. What is held back between two calls is exactly the longest suffix that
 * begins a needle, at most 126 bytes, and never for a time: a prompt passes at once, a needle's first bytes wait for the next.
 */
export class Matcher {
  readonly #automaton: Automaton;
  readonly #spans = new Spans();
  #state = 0;
  #held: Buffer = NOTHING;
  /** Whether the byte that went out last was masked. */
  #inMask = false;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
  }

  /** Takes the next bytes and gives those that are now known not to begin a needle, masked. The result may share their memory. */
  push(chunk: Buffer): Buffer {
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    this.#scan(bytes, this.#held.length);
    const known = bytes.length - ((this.#automaton.trie.depth[this.#state] as number) & LOW);
    const out = this.#emit(bytes, known);
    this.#held = known === bytes.length ? NOTHING : Buffer.from(bytes.subarray(known));
    return out;
  }

  /**
   * Ends the stream and gives the bytes held back. They begin a needle without being one: 8 bytes or more could tell the
   * value and are masked, fewer are let through.
   */
  end(): Buffer {
    const held = this.#held;
    if (held.length >= TELLING_PREFIX) this.#spans.add(0, held.length);
    this.#held = NOTHING;
    this.#state = 0;
    return this.#emit(held, held.length);
  }

  #scan(bytes: Buffer, from: number): void {
    const { trie, fail, first } = this.#automaton;
    const { label, depth, hit, root } = trie;
    const spans = this.#spans;
    const last = bytes.length - 1;
    let state = this.#state;
    let at = from;
    while (at <= last) {
      if (state === 0) {
        at = first.find(bytes, at);
        state = root[bytes[at++] as number] as number;
        continue;
      }
      const byte = bytes[at++] as number;
      // The way along a chain, by far the most common, is written out: a call for each byte halves the speed.
      while (label[state + 1] !== byte || ((depth[state + 1] as number) & FLAG) === 0) {
        const next = trie.child(state, byte);
        if (next !== 0 || state === 0) {
          state = next - 1;
          break;
        }
        state = fail[state] as number;
      }
      state++;
      const length = (hit[state] as number) & LOW;
      if (length > 0) {
        spans.add(at - length, at);
        // A state that nothing can lengthen is left, so that a value at the end of a chunk goes out masked at once.
        if (!trie.canGrow(state)) state = fail[state] as number;
      }
    }
    this.#state = state;
  }

  /** Gives the bytes before `known` with the spans masked, and keeps what remains of the spans for the bytes behind it. */
  #emit(bytes: Buffer, known: number): Buffer {
    if (this.#spans.empty) {
      if (known > 0) this.#inMask = false;
      return bytes.subarray(0, known);
    }
    const parts: Buffer[] = [];
    let from = 0;
    for (const { start, end } of this.#spans.take(known)) {
      if (start > from) {
        parts.push(bytes.subarray(from, start));
        this.#inMask = false;
      }
      if (!this.#inMask) parts.push(MASK);
      this.#inMask = true;
      from = end;
    }
    if (from < known) {
      parts.push(bytes.subarray(from, known));
      this.#inMask = false;
    }
    return Buffer.concat(parts);
  }
}
