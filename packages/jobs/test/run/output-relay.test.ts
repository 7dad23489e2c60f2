import { PassThrough, Readable, Transform } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { needleForms } from "@keyferry/core/delivery";
import { describe, expect, it } from "vitest";
import { Automaton } from "../../src/redact/automaton.ts";
import { redactStream } from "../../src/redact/stream.ts";
import { OutputRelay } from "../../src/run/output-relay.ts";
import { Collect } from "../support/collect.ts";

const mask = () => redactStream(new Automaton(needleForms("canary-value-4711")));

/** A stream that gives these texts and then fails. */
function failing(...texts: string[]): Readable {
  return new Readable({
    read() {
      const text = texts.shift();
      if (text === undefined) this.destroy(new Error("EIO"));
      else this.push(text);
    },
  });
}

describe("OutputRelay", () => {
  it("masks what came before a read that fails, and the begun value that is held back", async () => {
    const sink = new Collect();
    await new OutputRelay(failing("one canary-value-4711 two ", "canary-valu"), mask(), sink).done;
    expect(sink.text).toBe("one [secret] two [secret]");
  });

  it("lets nothing through where masking fails, and says so", async () => {
    const sink = new Collect();
    const broken = new Transform({
      transform(_chunk, _encoding, done) {
        done(new Error("canary-value-4711"));
      },
    });
    const thrown = await new OutputRelay(Readable.from([Buffer.from("canary-value-4711")]), broken, sink).done.catch(
      (error: unknown) => error,
    );
    expect(String(thrown)).toContain("masking the job's output failed, so the rest of the output was withheld");
    expect(String(thrown)).not.toContain("canary");
    expect(sink.text).toBe("");
  });

  it("delays a prompt by less than 5 ms, and holds back no byte for longer but the beginning of a value", async () => {
    const source = new PassThrough();
    const sink = new Collect();
    const relay = new OutputRelay(source, mask(), sink);
    // Whatever holds prompts back does so again and again; what else the machine does is over at some time.
    let median = Number.POSITIVE_INFINITY;
    for (let batch = 0; batch < 10 && median >= 5; batch++) {
      const delays: number[] = [];
      for (let at = 0; at < 20; at++) {
        const before = performance.now();
        source.write(`password ${at}: `);
        while (!sink.text.endsWith(`${at}: `)) await sleep(0);
        delays.push(performance.now() - before);
      }
      median = delays.toSorted((one, other) => one - other)[10] ?? Number.NaN;
    }
    expect(median).toBeLessThan(5);
    source.write("canary-");
    await sleep(50);
    expect(sink.text).not.toContain("canary");
    source.end("bird");
    await relay.done;
    expect(sink.text).toMatch(/canary-bird$/);
  });
});
