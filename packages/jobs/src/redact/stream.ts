import { Transform } from "node:stream";
import type { Automaton } from "./automaton.ts";
import { Matcher } from "./matcher.ts";

/** A program that prints nothing, and is over sooner, needs no mask; what it prints later finds it ready. */
const READY_MS = 10;

/** A stream that masks the needles in the bytes that pass. If masking fails, so does the stream: nothing passes unmasked. */
export function redactStream(automaton: Automaton): Transform {
  const matcher = new Matcher(automaton);
  setTimeout(() => automaton.fill(), READY_MS).unref();
  const pass = (mask: Transform, bytes: Buffer) => bytes.length > 0 && mask.push(bytes);
  return new Transform({
    // Bytes that were held back go out in a buffer of their own; a stream of bytes would copy the next ones behind them. Two
    // buffers, as a rule what came of one chunk, are all that waits for a slow reader.
    readableObjectMode: true,
    readableHighWaterMark: 2,
    transform(chunk: Buffer, _encoding, done) {
      try {
        pass(
          this,
          matcher.push(chunk, (held) => pass(this, held)),
        );
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        pass(this, matcher.end());
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
