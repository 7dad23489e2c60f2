import { describe, expect, it } from "vitest";
import { ProviderError } from "../../src/contract/errors.ts";
import type { FetchOutcome } from "../../src/contract/session.ts";
import { CANARY, patient, session } from "./fixtures.ts";
import { A, B, bomb, codes, fetched, guard, text } from "./guarding.ts";

describe("fetch", () => {
  it("gives copies of all three kinds of payload, with what belongs to them alone", async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const plugin = session({
      fetch: async () => [
        {
          ok: true,
          payload: { kind: "bytes", bytes },
          version: "v1",
          expiresAt: "2030-01-01T00:00:00Z",
          extra: CANARY,
        } as FetchOutcome,
        { ok: true, payload: { kind: "fields", json: '{"user":"u"}' } },
        { ok: true, payload: { kind: "text", text: "t" } },
      ],
    });
    const outcomes = await guard(plugin).fetch([A, B, { name: "c" }], patient());
    bytes.fill(9);
    expect(outcomes[0]).toEqual({
      ok: true,
      payload: { kind: "bytes", bytes: Uint8Array.of(1, 2, 3) },
      version: "v1",
      expiresAt: "2030-01-01T00:00:00Z",
    });
    expect(outcomes[1]).toEqual({ ok: true, payload: { kind: "fields", json: '{"user":"u"}' } });
    expect(outcomes[2]).toEqual(text("t"));
  });

  it.each<[string, unknown]>([
    ["too few", [text("a")]],
    ["too many", [text("a"), text("b"), text("c")]],
    ["none", undefined],
    ["a record", { 0: text("a"), 1: text("b"), length: 2 }],
    ["a huge length", new Proxy([], { get: (_, name) => (name === "length" ? 2 ** 40 : undefined) })],
  ])("takes %s outcomes for a damaged answer of all", async (_, answer) => {
    expect(codes(await fetched(answer))).toEqual(["integrity", "integrity"]);
  });

  it.each<[string, unknown]>([
    ["a promise of a text", text(Promise.resolve(CANARY))],
    ["a number", text(7)],
    ["half of a character", text("\ud800")],
    ["an unknown kind", { ok: true, payload: { kind: "html", text: CANARY } }],
    ["no payload", { ok: true }],
    ["a text too long", text("x".repeat(1_001))],
    ["a text with too many bytes", text("é".repeat(501))],
    ["bytes too long", { ok: true, payload: { kind: "bytes", bytes: new Uint8Array(1_001) } }],
    ["a list for bytes", { ok: true, payload: { kind: "bytes", bytes: [1, 2] } }],
    ["a proxy for bytes", { ok: true, payload: { kind: "bytes", bytes: new Proxy(new Uint8Array(1), {}) } }],
    ["fields that are no text", { ok: true, payload: { kind: "fields", json: { a: "b" } } }],
    ["fields too long", { ok: true, payload: { kind: "fields", json: `"${"x".repeat(1_000)}"` } }],
    [
      "a getter that throws",
      {
        ok: true,
        get payload() {
          return bomb();
        },
      },
    ],
    ["a proxy that throws", new Proxy({}, { get: bomb })],
    ["nothing", null],
  ])("takes %s for a damaged outcome, without harm to its neighbour", async (_, answer) => {
    expect(codes(await fetched([answer, text("b")]))).toEqual(["integrity", "ok"]);
  });

  it("takes the true length of bytes, whatever they say", async () => {
    class Liar extends Uint8Array {
      override get byteLength() {
        return 1;
      }
      override get length() {
        return 1;
      }
    }
    const bytes = new Liar(5_000);
    expect(codes(await fetched([{ ok: true, payload: { kind: "bytes", bytes } }, text("b")]))).toEqual([
      "integrity",
      "ok",
    ]);
  });

  it("refuses a gigabyte without copying it", async () => {
    const before = process.memoryUsage().rss;
    const bytes = { ok: true, payload: { kind: "bytes", bytes: new Uint8Array(2 ** 30) } };
    expect(codes(await fetched([bytes, text("x".repeat(2 ** 29 - 24))]))).toEqual(["integrity", "integrity"]);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
  });

  it("reads each member once", async () => {
    let reads = 0;
    const payload = {
      kind: "text",
      get text() {
        return ++reads > 1 ? "x".repeat(5_000) : "short";
      },
    };
    expect((await fetched([{ ok: true, payload }, text("b")]))[0]).toEqual(text("short"));
  });

  it("keeps what a failure as a whole says to the pipeline, for each address", async () => {
    const failure = { code: "access-denied", message: "no batch", splitBatch: true } as const;
    const throws = session({
      fetch: async () => {
        throw new ProviderError(failure);
      },
    });
    expect(await guard(throws).fetch([A, B], patient())).toEqual([
      { ok: false, error: failure },
      { ok: false, error: failure },
    ]);
    expect(codes(await guard(session({ fetch: bomb as never })).fetch([A, B], patient()))).toEqual([
      "internal",
      "internal",
    ]);
  });

  it("cleans the failure of one address", async () => {
    const error = { code: "not-found", message: `gone ${CANARY}\u001b`, body: CANARY };
    expect(
      (
        await fetched([
          { ok: false, error },
          { ok: false, error: bomb },
        ])
      )[0],
    ).toEqual({
      ok: false,
      error: { code: "not-found", message: "gone [secret]\\u{1b}" },
    });
    expect(codes(await fetched([{ ok: false }, text("b")]))).toEqual(["internal", "ok"]);
  });

  it("gives frozen inputs, so that a plugin cannot change what is asked", async () => {
    const addresses = [{ name: "a" }];
    const plugin = session({
      fetch: async (given) => {
        (given[0] as { name: string }).name = "evil";
        return [text("x")] as FetchOutcome[];
      },
    });
    expect(codes(await guard(plugin).fetch(addresses, patient()))).toEqual(["internal"]);
    expect(addresses).toEqual([{ name: "a" }]);
  });
});
