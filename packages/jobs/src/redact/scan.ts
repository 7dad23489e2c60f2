import type { Automaton } from "./automaton.ts";
import { NO_STEP, STATE, STEP, STEP_BITS } from "./byte-trie.ts";
import type { Spans } from "./spans.ts";

/** A beginning of a needle so short is given up for the window's sake, and read again where that finds it. No needle ends within it. */
const SHALLOW = 3;

/**
 * Runs the automaton over bytes, from the state that those before them led to, and gives the state that they lead to. What belongs to
 * a needle is added to `spans`, counted from `held` bytes before the first. A function of its own, and arrays without a call around
 * them, since the compiler makes the fastest code of that.
 */
export function scan({ trie, window }: Automaton, from: number, bytes: Uint8Array, held: number, spans: Spans): number {
  const { steps, falls } = trie;
  // As variables, since another module's constants are looked up for each byte.
  const [stepMask, endingBits, noStep, stateMask] = [STEP, STEP_BITS, NO_STEP, STATE];
  const { length } = bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  let state = from;
  let at = 0;
  // The span that was found last: most that follow lengthen it.
  let start = 0;
  let end = -1;
  while (at < length) {
    if (state === 0) at = window.find(view, at);
    const byte = bytes[at++] as number;
    let step = steps[state] as number;
    if ((step & stepMask) === byte) {
      step = steps[++state] as number;
      // Beginnings of long needles are read here, so that the loop does nothing else: where a needle ends, the step equals no byte.
      while (at < length && step === bytes[at]) {
        at++;
        step = steps[++state] as number;
      }
    } else {
      const before = state;
      state = trie.next(state, byte);
      const depth = trie.depth(state);
      // Not where the state is a child of the one before: it would be given up and reached again for ever.
      if (depth <= SHALLOW && depth <= at && depth <= trie.depth(before)) {
        at -= depth;
        state = 0;
        continue;
      }
      step = steps[state] as number;
    }
    if (step > stepMask) {
      const begin = held + at - (step >>> endingBits);
      if (begin > end) {
        if (end >= 0) spans.add(start, end);
        start = begin;
      } else if (begin < start) start = begin;
      end = held + at;
      // A state that nothing can lengthen is left, so that a value at the end of a chunk goes out masked at once.
      if ((step & stepMask) === noStep && (falls[state] as number) >= 0) state = (falls[state] as number) & stateMask;
    }
  }
  if (end >= 0) spans.add(start, end);
  return state;
}
