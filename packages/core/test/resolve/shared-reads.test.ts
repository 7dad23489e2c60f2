import { describe, expect, it } from "vitest";
import type { Address } from "../../src/contract/session.ts";
import type { ReadOutcome } from "../../src/resolve/outcome.ts";
import { SharedReads } from "../../src/resolve/shared-reads.ts";

const OUTCOME = (name: string): ReadOutcome =>
  ({ ok: false, failure: { code: "not-found", message: name } }) as ReadOutcome;
const addresses = (...names: string[]): Address[] => names.map((name) => ({ name }));

/** Reads that end when they are told to. */
function controlled() {
  const asked: { names: string[]; signal: AbortSignal; end: () => void }[] = [];
  const shared = new SharedReads(
    (wanted, signal) =>
      new Promise((resolve) => {
        const names = wanted.map(({ name, version }) => (version === undefined ? name : `${name}@${version}`));
        asked.push({ names, signal, end: () => resolve(names.map(OUTCOME)) });
      }),
  );
  const read = async (wanted: Address[], signal = new AbortController().signal) =>
    (await shared.read(wanted, signal)).map((outcome) => (outcome.ok ? "" : outcome.failure.message));
  return { asked, read };
}

describe("reads that overlap", () => {
  it("ask for each address once, and give each reader its own order", async () => {
    const { asked, read } = controlled();
    const reading = [read(addresses("a", "b")), read(addresses("b", "c", "a")), read(addresses("c"))];
    expect(asked.map(({ names }) => names)).toEqual([["a", "b"], ["c"]]);
    for (const { end } of asked) end();
    expect(await Promise.all(reading)).toEqual([["a", "b"], ["b", "c", "a"], ["c"]]);
  });

  it("ask anew once a read has ended, and for each version apart", async () => {
    const { asked, read } = controlled();
    const first = read(addresses("a"));
    asked[0]?.end();
    await first;
    const both = [read(addresses("a")), read([{ name: "a", version: "1" }])];
    expect(asked.map(({ names }) => names)).toEqual([["a"], ["a"], ["a@1"]]);
    for (const { end } of asked) end();
    expect(await Promise.all(both)).toEqual([["a"], ["a@1"]]);
  });

  it("go on while somebody waits, and end with the last", async () => {
    const { asked, read } = controlled();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = read(addresses("a"), one.signal);
    const second = read(addresses("a"), two.signal);
    one.abort();
    expect(await first).toEqual([expect.stringMatching(/cancel/i)]);
    expect(asked[0]?.signal.aborted).toBe(false);
    two.abort();
    expect(asked[0]?.signal.aborted).toBe(true);
    void read(addresses("a"));
    expect(asked).toHaveLength(2);
    asked[0]?.end();
    expect(await second).toEqual(["a"]);
  });

  it("ask for nothing where the reader has given up before", async () => {
    const { asked, read } = controlled();
    expect(await read(addresses("a"), AbortSignal.abort())).toEqual([expect.stringMatching(/cancel/i)]);
    expect(asked).toEqual([]);
  });
});
