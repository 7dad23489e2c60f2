import { Transform } from "node:stream";
import type { Automaton } from "./automaton.ts";
import { Matcher } from "./matcher.ts";

/** A stream that masks the needles in the bytes that pass. If masking fails, so does the stream: nothing passes unmasked. */
export function redactStream(automaton: Automaton): Transform {
  const matcher = new Matcher(automaton);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        done(null, matcher.push(chunk));
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        done(null, matcher.end());
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
