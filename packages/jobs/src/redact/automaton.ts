import { KeyferryError } from "@keyferry/core/delivery";
import { ByteTrie, FLAG, LOW } from "./byte-trie.ts";
import { FirstBytes } from "./first-bytes.ts";

/** A longer needle is sought as blocks, so that a state's depth fits seven bits and little output is ever held back. */
const LONGEST_NEEDLE = 127;
const BLOCK = 64;

/** 7 bytes a state and 16 a needle: about 60 MiB. 100 private keys of 4,096 bits stay below it in all their forms. */
const MOST_STATES = 8_000_000;

/**
 * The Aho-Corasick automaton of some needles over bytes, in typed arrays. Its size is bounded and it reads any input in linear
 * time, however the needles and the input repeat.
 */
export class Automaton {
  readonly trie: ByteTrie;
  /** For each state, the state of its longest proper suffix that can still grow. */
  readonly fail: Uint32Array;
  readonly first: FirstBytes;

  /** Needles of at least 4 bytes. Throws `KeyferryError` (`delivery`) if they are too much to be held in memory. */
  constructor(needles: readonly Uint8Array[]) {
    let states = 1;
    let blocks = 0;
    for (const needle of needles) {
      for (const block of blocksOf(needle)) {
        states += block.length;
        blocks += 1;
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
    this.fail = new Uint32Array(states);
    this.first = new FirstBytes(blocks);
    for (const needle of needles) {
      for (const block of blocksOf(needle)) {
        this.trie.insert(block);
        this.first.add(block);
      }
    }
    this.#link();
  }

  /** A state's suffix is shorter than the state, so one pass for each depth finds every suffix already linked. */
  #link(): void {
    const { trie, fail } = this;
    let open = trie.chains();
    for (let depth = 1; open.length > 0; depth++) {
      open = open.filter((chain) => chain.depth + (chain.end - chain.start) > depth);
      for (const chain of open) {
        const state = chain.start + (depth - chain.depth);
        if (state < chain.start || depth === 1) continue;
        let suffix = fail[state === chain.start ? chain.parent : state - 1] as number;
        const byte = trie.label[state] as number;
        let next = trie.child(suffix, byte);
        while (next === 0 && suffix !== 0) {
          suffix = fail[suffix] as number;
          next = trie.child(suffix, byte);
        }
        // The longest needle that ends here is the state's own, or else its suffix's.
        const hit = trie.hit[state] as number;
        if ((hit & LOW) === 0) trie.hit[state] = (hit & FLAG) | ((trie.hit[next] as number) & LOW);
        fail[state] = trie.canGrow(next) ? next : (fail[next] as number);
      }
    }
  }
}

function* blocksOf(needle: Uint8Array): Generator<Uint8Array> {
  if (needle.length <= LONGEST_NEEDLE) return yield needle;
  for (let at = 0; at + BLOCK < needle.length; at += BLOCK) yield needle.subarray(at, at + BLOCK);
  return yield needle.subarray(needle.length - BLOCK);
}
