import type { Automaton } from "./automaton.ts";
import { scan } from "./scan.ts";
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
  /** What is to be masked, counted from the first byte held back. */
  readonly #spans = new Spans();
  #state = 0;
  #held: Buffer = NOTHING;
  /** Whether the byte that went out last was masked. */
  #inMask = false;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
  }

  /**
   * Takes the next bytes and gives those that are now known not to begin a needle, masked. The result may share their memory.
   * `first`, if given, may get those held back before, which go out ahead of the result: then nothing has to be copied behind them.
   */
  push(chunk: Buffer, first?: (held: Buffer) => void): Buffer {
    const held = this.#held;
    this.#automaton.fill();
    this.#state = scan(this.#automaton, this.#state, chunk, held.length, this.#spans);
    const known = held.length + chunk.length - this.#automaton.trie.depth(this.#state);
    if (held.length === 0) return this.#release(chunk, known);
    if (first === undefined || known < held.length) {
      return this.#release(Buffer.concat([held, chunk]), known);
    }
    first(this.#release(held, held.length));
    return this.#release(chunk, known - held.length);
  }

  /**
   * Ends the stream and gives the bytes held back. They begin a needle without being one: 8 bytes or more could tell the
   * value and are masked, fewer are let through.
   */
  end(): Buffer {
    const held = this.#held;
    if (held.length >= TELLING_PREFIX) this.#spans.add(0, held.length);
    this.#state = 0;
    return this.#release(held, held.length);
  }

  /** Gives the bytes before `known`, masked, and holds back the rest. */
  #release(bytes: Buffer, known: number): Buffer {
    const out = this.#mask(bytes, known);
    this.#held = known === bytes.length ? NOTHING : Buffer.from(bytes.subarray(known));
    return out;
  }

  /** The bytes before `known` with the spans masked; what remains of the spans is for the bytes behind them. */
  #mask(bytes: Buffer, known: number): Buffer {
    if (this.#spans.empty) {
      if (known > 0) this.#inMask = false;
      return bytes.subarray(0, known);
    }
    const bounds = this.#spans.take(known);
    const out = Buffer.allocUnsafe(known + (bounds.length / 2) * MASK.length);
    let size = 0;
    let from = 0;
    for (let at = 0; at <= bounds.length; at += 2) {
      const start = bounds[at] ?? known;
      if (start > from) {
        size += bytes.copy(out, size, from, start);
        this.#inMask = false;
      }
      if (at === bounds.length) break;
      if (!this.#inMask) size += MASK.copy(out, size);
      this.#inMask = true;
      from = bounds[at + 1] as number;
    }
    return out.subarray(0, size);
  }
}
