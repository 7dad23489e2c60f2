import { describe, expect, it } from "vitest";
import { ProviderError } from "../../src/contract/errors.ts";
import { isKeyferryError } from "../../src/contract/failure.ts";
import type { Address, FetchOutcome, ListPage, Session } from "../../src/contract/session.ts";
import { CANARY, patient, session, thrownBy } from "./fixtures.ts";
import { A, bomb, codeOf, codes, guard, never, text } from "./guarding.ts";

describe("time", () => {
  it("ends a call that hangs, and tells the plugin", async () => {
    let told = false;
    const plugin = session({
      fetch: (_, { signal }) => {
        signal.addEventListener("abort", () => {
          told = true;
        });
        return never();
      },
      list: never,
    });
    const guarded = guard(plugin, { attemptMs: 30 });
    expect(codes(await guarded.fetch([A], patient()))).toEqual(["unavailable"]);
    expect(told).toBe(true);
    expect(await codeOf(guarded.list({}, patient()))).toBe("unavailable");
  });

  it("ends a call at once when the caller gives up, although the plugin does not heed it", async () => {
    const guarded = guard(session({ fetch: never, check: never }));
    const caller = new AbortController();
    const calls = [guarded.fetch([A], caller), guarded.check(caller).catch((error: unknown) => error)];
    setTimeout(() => caller.abort(), 10);
    const [outcomes, thrown] = await Promise.all(calls);
    expect(codes(outcomes as FetchOutcome[])).toEqual(["cancelled"]);
    expect(isKeyferryError(thrown) && thrown.failures[0]?.code).toBe("cancelled");
    // Nothing is asked for a caller that has gone.
    expect(codes(await guard(session({ fetch: bomb as never })).fetch([A], caller))).toEqual(["cancelled"]);
  });
});

describe("list, describe and check", () => {
  it("give checked copies", async () => {
    const item = { name: "a\u001b[2J", description: "", updatedAt: "2026-01-02T03:04:05Z", versions: ["2", "1"] };
    const guarded = guard(session({ list: async () => ({ items: [item], next: "n" }) }));
    expect(await guarded.list({ filter: "a" }, patient())).toEqual({ items: [item], next: "n" });
    expect(await guarded.describe?.(A, patient())).toEqual({ name: "a" });
    expect(await guarded.check(patient())).toEqual({ canList: "yes" });
  });

  it.each<[string, unknown]>([
    ["no items", {}],
    ["a name that is none", { items: [{ name: 7 }] }],
    ["an empty name", { items: [{ name: "" }] }],
    ["half of a character", { items: [{ name: "\udc00" }] }],
    ["a time that is none", { items: [{ name: "a", updatedAt: "soon" }] }],
    ["too many names", { items: Array.from({ length: 11 }, (_, index) => ({ name: `${index}` })) }],
    ["a cursor that is none", { items: [], next: 7 }],
    [
      "an endless list",
      { items: new Proxy([], { get: (target, name) => (name === "length" ? 2 ** 31 : Reflect.get(target, name)) }) },
    ],
    [
      "a getter that throws",
      {
        items: [
          {
            get name() {
              return bomb();
            },
          },
        ],
      },
    ],
    ["a value where none belongs", { items: [{ name: "a", value: () => CANARY }] }],
  ])("refuse a page with %s", async (_, page) => {
    expect(await codeOf(guard(session({ list: async () => page as ListPage })).list({}, patient()))).toBe("integrity");
  });

  it("refuse other odd answers, and show nothing of what is thrown", async () => {
    expect(await codeOf(guard(session({ check: async () => ({ canList: "maybe" }) as never })).check(patient()))).toBe(
      "integrity",
    );
    expect(await codeOf(guard(session({ check: bomb as never })).check(patient()))).toBe("internal");
    const described = guard(session({ describe: async () => undefined as never })).describe?.(A, patient());
    expect(await codeOf(described ?? Promise.resolve())).toBe("integrity");
  });

  it("keep the pause that a manager asks for", async () => {
    const failure = { code: "throttled", message: "m", retryAfterMs: 700 } as const;
    const thrown = await thrownBy(
      guard(
        session({
          list: async () => {
            throw new ProviderError(failure);
          },
        }),
      ).list({}, patient()),
    );
    expect(isKeyferryError(thrown) && thrown.failures[0]).toMatchObject(failure);
  });
});

describe("the session itself", () => {
  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["a text", "session"],
    ["no fetch", { ...session(), fetch: undefined }],
    ["no describe, although it is declared", { ...session(), describe: undefined }],
    ["a proxy that throws", new Proxy({}, { get: bomb })],
  ])("is refused for %s", (_, given) => {
    expect(() => guard(given)).toThrow(/lacks .*\(plugin\)/);
  });

  it("keeps its own object", async () => {
    class Own {
      readonly prefix = "p/";
      async fetch(addresses: readonly Address[]) {
        return addresses.map(({ name }) => text(this.prefix + name));
      }
      async check() {}
      async list() {}
      async describe() {}
      async dispose() {}
    }
    expect(await guard(new Own()).fetch([A], patient())).toEqual([text("p/a")]);
  });

  it("is disposed once, within its limit", async () => {
    let disposals = 0;
    const plugin: Session = session({
      dispose: async () => {
        disposals += 1;
      },
    });
    const guarded = guard(plugin);
    await Promise.all([guarded.dispose(), guarded.dispose()]);
    await guarded.retire();
    expect(disposals).toBe(1);
    expect(await codeOf(guard(session({ dispose: never }), { disposeMs: 20 }).dispose())).toBe("unavailable");
    expect(await codeOf(guard(session({ dispose: bomb as never })).dispose())).toBe("internal");
  });

  it("retires when its calls have ended", async () => {
    const order: string[] = [];
    const { promise: answer, resolve } = Promise.withResolvers<FetchOutcome[]>();
    const guarded = guard(
      session({
        fetch: () => answer,
        dispose: async () => {
          order.push("disposed");
        },
      }),
    );
    const call = guarded.fetch([A], patient()).then(() => order.push("answered"));
    const retired = guarded.retire();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(order).toEqual([]);
    resolve([text("x")] as FetchOutcome[]);
    await Promise.all([call, retired]);
    expect(order.toSorted()).toEqual(["answered", "disposed"]);
  });
});
