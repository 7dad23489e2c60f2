import { needleForms } from "@keyferry/core/delivery";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Automaton } from "../../src/redact/automaton.ts";
import { Matcher } from "../../src/redact/matcher.ts";
import { maskWhole } from "./model.ts";

const VALUE = "cnry p\"a$s'\n&€ %<ü>tail-of-it";

/** The output for chunks as they come, one character a byte. */
function run(automaton: Automaton, chunks: readonly Buffer[]): string {
  const matcher = new Matcher(automaton);
  return Buffer.concat([...chunks.map((chunk) => matcher.push(chunk)), matcher.end()]).toString("latin1");
}

function bytesOf(input: string | Buffer): Buffer[] {
  return [...Buffer.from(input as string)].map((byte) => Buffer.of(byte));
}

/** Splits a buffer at the given places, taken modulo its length. */
function split(input: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [...new Set(places.map((place) => place % (input.length + 1)))].sort((a, b) => a - b);
  return [...cuts, input.length].map((end, at) => input.subarray(cuts[at - 1] ?? 0, end));
}

/** Two different bytes, so that needles overlap, repeat and hold each other. */
const few = (minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(0x61, 0xc3), { minLength, maxLength }).map((list) => Buffer.from(list));

describe("Matcher", () => {
  it("masks every form at every split point and byte by byte", () => {
    const automaton = new Automaton(needleForms(VALUE));
    for (const form of needleForms(VALUE)) {
      const input = Buffer.concat([Buffer.from("> "), form, Buffer.from(" <\n")]);
      for (let at = 0; at <= input.length; at++) {
        expect(run(automaton, [input.subarray(0, at), input.subarray(at)])).toBe("> [secret] <\n");
      }
      expect(run(automaton, bytesOf(input))).toBe("> [secret] <\n");
    }
  });

  it("does as the model for needles and inputs of two bytes, split anywhere", () => {
    const needles = fc.array(few(4, 10), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(needles, few(0, 60), fc.array(fc.nat(), { maxLength: 12 }), (all, input, places) => {
        expect(run(new Automaton(all), split(input, places))).toBe(maskWhole(input, all));
      }),
      { numRuns: 5_000 },
    );
  });

  it("does as the model where the input is made of pieces of the needles", () => {
    const piece = fc.tuple(fc.nat(), fc.nat(), fc.nat());
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 4, maxLength: 40 }), { minLength: 1, maxLength: 5 }),
        fc.array(piece, { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (needles, pieces, places) => {
          const input = Buffer.concat(
            pieces.map(([which, from, length]) => {
              const needle = needles[which % needles.length] as Uint8Array;
              return needle
                .subarray(from % 3 === 0 ? from % needle.length : 0)
                .subarray(0, length % 2 ? length % 41 : 40);
            }),
          );
          expect(run(new Automaton(needles), split(input, places))).toBe(maskWhole(input, needles));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("does as the model where most of the input is passed over", () => {
    // Some needles are near each other, so that the blocks of one stand at other places of another.
    const needle = fc.oneof(
      fc.uint8Array({ minLength: 9, maxLength: 127 }),
      fc.array(fc.constantFrom(0x61, 0x62, 0x63), { minLength: 9, maxLength: 40 }).map((list) => Uint8Array.from(list)),
    );
    const piece = fc.oneof(
      fc.record({ which: fc.nat(), from: fc.nat({ max: 20 }), cut: fc.nat({ max: 3 }) }),
      fc.uint8Array({ maxLength: 90 }),
      fc.array(fc.constantFrom(0x61, 0x62, 0x63), { maxLength: 90 }).map((list) => Uint8Array.from(list)),
    );
    let passed = 0;
    let handed = 0;
    fc.assert(
      fc.property(
        fc.array(needle, { minLength: 1, maxLength: 40 }),
        fc.array(piece, { maxLength: 20 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        (needles, pieces, places) => {
          const input = Buffer.concat(
            pieces.map((each) => {
              if (each instanceof Uint8Array) return each;
              const from = needles[each.which % needles.length] as Uint8Array;
              return from.subarray(each.from < 4 ? each.from : 0, from.length - each.cut);
            }),
          );
          const automaton = new Automaton(needles);
          const wanted = maskWhole(input, needles);
          expect(run(automaton, split(input, places))).toBe(wanted);
          // What was held back may go out ahead of the rest, on its own.
          const matcher = new Matcher(automaton);
          const out: Buffer[] = [];
          for (const chunk of split(input, places)) {
            const rest = matcher.push(chunk, (held) => {
              handed += held.length;
              out.push(held);
            });
            out.push(rest);
          }
          expect(Buffer.concat([...out, matcher.end()]).toString("latin1")).toBe(wanted);
          const view = new DataView(input.buffer, input.byteOffset, input.length);
          for (let at = 0; at < input.length; at++) passed += automaton.window.find(view, at) - at;
        },
      ),
      { numRuns: 2_000 },
    );
    // Or the property would show nothing of either.
    expect(passed).toBeGreaterThan(100_000);
    expect(handed).toBeGreaterThan(100);
  });

  it("masks a value longer than a block in one mask, and a block of it on its own", () => {
    const value = Buffer.from(Array.from({ length: 4_321 }, (_, at) => (at * at * 31 + at) % 251));
    const automaton = new Automaton([value]);
    const input = Buffer.concat([Buffer.from("> "), value, Buffer.from(" <")]);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), (places) => {
        expect(run(automaton, split(input, places))).toBe("> [secret] <");
      }),
    );
    expect(run(automaton, [value.subarray(640, 704)])).toBe("[secret]");
  });

  it("holds back the bytes that begin a needle, and no others", () => {
    const matcher = new Matcher(new Automaton([Buffer.from("canary-value")]));
    expect(matcher.push(Buffer.from("password: ")).toString()).toBe("password: ");
    expect(matcher.push(Buffer.from("cana")).toString()).toBe("");
    expect(matcher.push(Buffer.from("cana")).toString()).toBe("cana");
    expect(matcher.push(Buffer.from("ry-value")).toString()).toBe("[secret]");
    expect(matcher.push(Buffer.from("c")).toString()).toBe("");
    expect(matcher.push(Buffer.from("ut")).toString()).toBe("cut");
  });

  it("masks the first 8 bytes of a needle at the end, and lets 7 through", () => {
    const automaton = new Automaton([Buffer.from("canary-value")]);
    expect(run(automaton, [Buffer.from("> canary-v")])).toBe("> [secret]");
    expect(run(automaton, [Buffer.from("> canary-")])).toBe("> canary-");
  });

  it("gives values that touch one mask, across chunks too", () => {
    const automaton = new Automaton([Buffer.from("canary"), Buffer.from("nary-two")]);
    expect(run(automaton, bytesOf("canarycanary canary-two"))).toBe("[secret] [secret]");
  });

  it("keeps two streams apart", () => {
    const automaton = new Automaton([Buffer.from("canary")]);
    const [out, err] = [new Matcher(automaton), new Matcher(automaton)];
    const written = { out: "", err: "" };
    for (const byte of bytesOf("canary")) {
      written.out += out.push(byte);
      written.err += err.push(byte);
    }
    expect(written).toEqual({ out: "[secret]", err: "[secret]" });
  });

  it("refuses values that would take too much memory", () => {
    const large = new Uint8Array(8_000_001);
    expect(() => new Automaton([large])).toThrow(/too long together to be masked/);
  });
});
