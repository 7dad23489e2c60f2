import { once } from "node:events";
import { Readable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Automaton } from "../../src/redact/automaton.ts";
import { redactStream } from "../../src/redact/stream.ts";
import { maskWhole } from "./model.ts";

const NEEDLES = ["canary-value", "value-of-canary", "c".repeat(40)].map((text) => Buffer.from(text));

describe("redactStream", () => {
  it("gives what the model does for any chunks and a reader of any pace, and nothing empty", async () => {
    const text = fc.constantFrom(
      "canary-value",
      "canary-",
      "value",
      "-of-canary",
      "c",
      "> ",
      "the quick brown fox\n".repeat(9),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 30 }), fc.nat({ max: 4 }), async (texts, pace) => {
        const chunks = texts.map((each) => Buffer.from(each));
        const parts: Buffer[] = [];
        for await (const part of Readable.from(chunks, { objectMode: false }).pipe(
          redactStream(new Automaton(NEEDLES)),
        )) {
          parts.push(part as Buffer);
          if (pace > 0 && parts.length % pace === 0) await turn();
        }
        expect(parts.map(({ length }) => length)).not.toContain(0);
        expect(Buffer.concat(parts).toString("latin1")).toBe(maskWhole(Buffer.concat(chunks), NEEDLES));
      }),
      { numRuns: 300 },
    );
  });

  it("waits for its reader: two buffers, as of one chunk, are all that it has ready", async () => {
    const mask = redactStream(new Automaton(NEEDLES));
    const chunk = Buffer.from(`${"the quick brown fox ".repeat(3_000)}c`);
    for (let sent = 0; sent < 20; sent++) mask.write(chunk);
    await once(mask, "readable");
    await turn();
    expect(mask.readableLength).toBeLessThanOrEqual(3);
    mask.destroy();
  });
});
