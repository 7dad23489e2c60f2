import { randomBytes } from "node:crypto";
import { needleForms } from "@keyferry/core/delivery";
import { describe, expect, it } from "vitest";
import { Automaton } from "../../src/redact/automaton.ts";
import { Matcher } from "../../src/redact/matcher.ts";

const MIB = 2 ** 20;

/** Processor time for 2 MiB in chunks of 64 KiB: the best of five, since the machine has other work too. */
function cost(chunk: Buffer, reader: () => (chunk: Buffer) => unknown): number {
  const times = [0, 1, 2, 3, 4].map(() => {
    const read = reader();
    const start = process.cpuUsage().user;
    for (let done = 0; done < 2 * MIB; done += chunk.length) read(chunk);
    return process.cpuUsage().user - start;
  });
  return Math.max(1, Math.min(...times));
}

/** The least that reading each byte can take here: most of what is not hostile is read by far less. */
function sum(chunk: Buffer): number {
  let total = 0;
  for (let at = 0; at < chunk.length; at++) total += chunk[at] as number;
  return total;
}

/** Repeats a text to 64 KiB. */
function chunkOf(text: string | Buffer): Buffer {
  return Buffer.alloc(65_536, text);
}

describe("the cost of masking", () => {
  it("stays linear for inputs made to be slow", () => {
    const values = Array.from({ length: 100 }, () => randomBytes(24).toString("base64"));
    const repetitive = "a".repeat(65_536);
    const automaton = new Automaton(
      [...values, repetitive, `${"ab".repeat(60)}c`].flatMap((value) => needleForms(value)),
    );
    const least = cost(chunkOf("The quick brown fox jumps over the lazy dog, 0123456789 times.\n"), () => sum);
    const prefixes = values.map((value) => Buffer.from(value.slice(0, -1)));
    const hex = values.map((value) => Buffer.from(Buffer.from(value).toString("hex").slice(0, -1)));
    const repeated = ["a", "ab", `${"a".repeat(63)}b`].map(chunkOf);
    for (const hostile of [chunkOf(Buffer.concat(prefixes)), chunkOf(Buffer.concat(hex)), ...repeated]) {
      const masked = cost(hostile, () => {
        const matcher = new Matcher(automaton);
        return (chunk) => matcher.push(chunk);
      });
      // Up to 35 times were measured; the rest is room for a busy machine. A matcher that is not linear takes thousands.
      expect(masked / least).toBeLessThan(100);
    }
  });

  it("holds 100 long private keys in all forms within 64 MiB", () => {
    const pem = () =>
      `-----BEGIN PRIVATE KEY-----\n${randomBytes(2_350).toString("base64").replace(/.{64}/g, "$&\n")}\n`;
    const needles = Array.from({ length: 100 }, pem).flatMap((value) => needleForms(value));
    const before = process.memoryUsage().arrayBuffers;
    const automaton = new Automaton(needles);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MIB);
    const last = needles.at(-1) ?? new Uint8Array();
    expect(new Matcher(automaton).push(Buffer.concat([last, Buffer.from(" <")])).toString()).toBe("[secret] <");
  });
});
