import { KeyferryError } from "@keyferry/core/delivery";
import { ByteTrie } from "./byte-trie.ts";
import { Window } from "./window.ts";

/** A longer needle is sought as blocks, so that a state's depth fits seven bits and little output is ever held back. */
const LONGEST_NEEDLE = 127;
const BLOCK = 64;

/** 6 bytes a state and 16 a needle: about 60 MiB. 100 private keys of 4,096 bits stay below it in all their forms. */
const MOST_STATES = 8_000_000;

/**
 * The Aho-Corasick automaton of some needles over bytes, in typed arrays. Its size is bounded and it reads any input in linear
 * time, however the needles and the input repeat.
 */
export class Automaton {
  readonly trie: ByteTrie;
  /** Where the automaton can begin; before that nothing has to be read. */
  readonly window: Window;
  #needles: readonly Uint8Array[];

  /**
   * Needles of at least 4 bytes. Takes the memory for them, and no time: {@link fill} does the rest. Throws `KeyferryError`
   * (`delivery`) if they are too much to be held in memory.
   */
  constructor(needles: readonly Uint8Array[]) {
    let states = 1;
    let blocks = 0;
    let shortest = LONGEST_NEEDLE;
    for (const needle of needles) {
      for (const block of blocksOf(needle)) {
        states += block.length;
        blocks += 1;
        shortest = Math.min(shortest, block.length);
      }
    }
    if (states > MOST_STATES) {
      throw new KeyferryError({
        code: "delivery",
        message: "the values of this job are too long together to be masked in its output",
        hint: "deliver fewer or shorter values, or give the job a terminal, where nothing is masked",
      });
    }
    this.trie = new ByteTrie(states, blocks);
    this.window = new Window(blocks, shortest);
    this.#needles = needles;
  }

  /** Takes the needles in: before the first byte is read, and once. */
  fill(): void {
    const needles = this.#needles;
    if (needles.length === 0) return;
    for (const needle of needles) {
      for (const block of blocksOf(needle)) {
        this.trie.insert(block);
        this.window.add(block);
      }
    }
    this.#link();
    // Last: an automaton that was not finished is never read from.
    this.#needles = [];
  }

  /** A state's suffix is shorter than the state, so one pass for each depth finds every suffix already linked. */
  #link(): void {
    const { trie } = this;
    let open = trie.chains();
    for (let depth = 2; open.length > 0; depth++) {
      open = open.filter((chain) => chain.depth + (chain.end - chain.start) > depth);
      for (const chain of open) {
        const state = chain.start + (depth - chain.depth);
        if (state < chain.start) continue;
        const first = state === chain.start;
        const next = trie.next(trie.fall(first ? chain.parent : state - 1), first ? chain.byte : trie.step(state - 1));
        // The longest needle that ends here is the state's own, or else its suffix's.
        if (trie.ending(state) === 0) trie.endHere(state, trie.ending(next));
        trie.linkFall(state, trie.canGrow(next) ? next : trie.fall(next));
      }
    }
  }
}

function* blocksOf(needle: Uint8Array): Generator<Uint8Array> {
  if (needle.length <= LONGEST_NEEDLE) return yield needle;
  for (let at = 0; at + BLOCK < needle.length; at += BLOCK) yield needle.subarray(at, at + BLOCK);
  return yield needle.subarray(needle.length - BLOCK);
}
