import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ProviderFailure } from "../../src/contract/errors.ts";
import { ProviderError } from "../../src/contract/errors.ts";
import type { Address, FetchOutcome, Session } from "../../src/contract/session.ts";
import { Resolver, type Use } from "../../src/resolve/resolver.ts";
import { openForDelivery } from "../../src/secret/delivery.ts";
import { fakeConnection, fakeReaders, fakeSession } from "../support/fake-connection.ts";

const uses = (count: number, more: (index: number) => Partial<Use> = () => ({})): Use[] =>
  Array.from({ length: count }, (_, index) => ({
    setting: `s${index}`,
    secret: `secret-${index}`,
    connectionId: "c1",
    remoteName: `name-${index}`,
    selection: {},
    ...more(index),
  }));

const ok = ({ name, version }: Address): FetchOutcome => ({
  ok: true,
  payload: { kind: "text", text: `value of ${name}` },
  version: version ?? "newest",
});
const fail = (error: Partial<ProviderFailure> & Pick<ProviderFailure, "code">): FetchOutcome => ({
  ok: false,
  error: { message: `it is ${error.code}`, ...error },
});

/** A session that records its calls, over a function of one address and the number of the call. */
function recording(answer: (address: Address, call: number) => FetchOutcome): { session: Session; calls: Address[][] } {
  const calls: Address[][] = [];
  const session = fakeSession({
    fetch: async (addresses) => {
      calls.push([...addresses]);
      return addresses.map((address) => answer(address, calls.length));
    },
  });
  return { session, calls };
}

/** Runs a resolution to its end on fake time, and gives its results with the time that it took. */
async function settle<T>(running: Promise<T>): Promise<{ result: T; elapsed: number }> {
  const started = performance.now();
  let done = false;
  running.finally(() => {
    done = true;
  });
  for (let step = 0; step < 5_000 && !done; step += 1) await vi.advanceTimersByTimeAsync(50);
  return { result: await running, elapsed: performance.now() - started };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount(), "no timer is left behind").toBe(0);
  vi.useRealTimers();
});

describe("reading", () => {
  it("reads 1,000 uses of 100 keys in 10 remote secrets with one batch request", async () => {
    const member = (key: number) => [`k${key}`, `v${key}`];
    const text = JSON.stringify(Object.fromEntries(Array.from({ length: 100 }, (_, key) => member(key))));
    const { session, calls } = recording(() => ({ ok: true, payload: { kind: "text", text } }));
    const { readers } = fakeReaders([fakeConnection([session])]);
    const many = uses(1_000, (index) => ({ remoteName: `NAME-${index % 10}`, selection: { key: `k${index % 100}` } }));
    const results = await new Resolver(readers).resolve(many);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.map(({ name }) => name)).toEqual(Array.from({ length: 10 }, (_, index) => `name-${index}`));
  });

  it("reads 200 secrets with 10 requests at once, in the uses' order", async () => {
    const { session, calls } = recording(ok);
    const { readers } = fakeReaders([fakeConnection([session])]);
    const results = await new Resolver(readers).resolve(uses(200));
    expect(calls).toHaveLength(10);
    expect(results.map((result) => result.ok && openForDelivery(result.value))).toEqual(
      Array.from({ length: 200 }, (_, index) => `value of name-${index}`),
    );
  });

  it("reads pinned versions apart, each version once", async () => {
    const { session, calls } = recording(ok);
    const { readers } = fakeReaders([fakeConnection([session])]);
    const pinned = uses(6, (index) => ({ remoteName: "same", ...(index < 4 ? { version: `v${index % 2}` } : {}) }));
    const results = await new Resolver(readers).resolve(pinned);
    expect(calls).toEqual([[{ name: "same", version: "v0" }], [{ name: "same", version: "v1" }], [{ name: "same" }]]);
    expect(results.map((result) => result.ok && result.version)).toEqual(["v0", "v1", "v0", "v1", "newest", "newest"]);
  });

  it("never has more calls at once than the limit, and fewer where the provider says so", async () => {
    let running = 0;
    let most = 0;
    const session = fakeSession({
      fetch: async (addresses) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 10));
        running -= 1;
        return addresses.map(ok);
      },
    });
    const single = { maxBatch: 1 };
    await settle(
      new Resolver(fakeReaders([fakeConnection([session], { capabilities: single })]).readers).resolve(uses(60)),
    );
    expect(most).toBe(25);
    most = 0;
    const few = { ...single, maxConcurrency: 3 };
    await settle(
      new Resolver(fakeReaders([fakeConnection([session], { capabilities: few })]).readers).resolve(uses(20)),
    );
    expect(most).toBe(3);
  });

  it("slices anew by one where the batch right is denied, and remembers it", async () => {
    const { session, calls } = recording((address) => ok(address));
    const refusing = fakeSession({
      fetch: async (addresses, context) => {
        if (addresses.length === 1) return session.fetch(addresses, context);
        calls.push([...addresses]);
        return addresses.map(() => fail({ code: "access-denied", splitBatch: true }));
      },
    });
    const { readers, events } = fakeReaders([fakeConnection([refusing])]);
    const resolver = new Resolver(readers);
    expect((await resolver.resolve(uses(5))).every(({ ok }) => ok)).toBe(true);
    expect(calls.map(({ length }) => length)).toEqual([5, 1, 1, 1, 1, 1]);
    expect((await resolver.resolve(uses(2))).every(({ ok }) => ok)).toBe(true);
    expect(calls.map(({ length }) => length)).toEqual([5, 1, 1, 1, 1, 1, 1, 1]);
    expect(events.filter(({ type }) => type === "batch-refused")).toHaveLength(1);
  });

  it("reports every failure at once, each with its place, and hides none behind another", async () => {
    const { session } = recording((address) => (address.name === "name-1" ? fail({ code: "not-found" }) : ok(address)));
    const { session: other } = recording(() =>
      fail({ code: "access-denied", hint: "ask for the right", requestId: "r-1" }),
    );
    const { readers } = fakeReaders([fakeConnection([session]), fakeConnection([other], { id: "c2" })]);
    const mixed = uses(
      5,
      (index) => [{}, {}, { connectionId: "c2" }, { connectionId: "nowhere" }, { remoteName: "!x" }][index] ?? {},
    );
    const results = await new Resolver(readers).resolve(mixed);
    expect(results.map((result) => (result.ok ? "ok" : result.failures.map(({ code }) => code).join()))).toEqual([
      "ok",
      "not-found",
      "access-denied",
      "internal",
      "invalid-address",
    ]);
    expect(results[2]).toMatchObject({
      failures: [
        {
          where: "s2, secret secret-2, connection name-of-c2",
          connection: "name-of-c2",
          provider: "fake",
          hint: "ask for the right",
          requestId: "r-1",
          attempts: 1,
        },
      ],
    });
  });

  it("gives too few outcomes of a provider as a failure of each one that is missing", async () => {
    const session = fakeSession({ fetch: async (addresses) => addresses.slice(1).map(ok) });
    const { readers } = fakeReaders([fakeConnection([session])]);
    const results = await new Resolver(readers).resolve(uses(2));
    expect(results.map((result) => result.ok || result.failures[0]?.code)).toEqual([true, "internal"]);
  });
});

describe("asking again", () => {
  it("asks only for what failed in passing, with growing pauses, and says so", async () => {
    const { session, calls } = recording((address, call) =>
      address.name === "name-1" && call < 3 ? fail({ code: "throttled" }) : ok(address),
    );
    const { readers, events } = fakeReaders([fakeConnection([session])]);
    const { result, elapsed } = await settle(new Resolver(readers).resolve(uses(3)));
    expect(result.every(({ ok }) => ok)).toBe(true);
    expect(calls.map((call) => call.map(({ name }) => name))).toEqual([
      ["name-0", "name-1", "name-2"],
      ["name-1"],
      ["name-1"],
    ]);
    expect(elapsed).toBeGreaterThanOrEqual(600);
    expect(events.filter(({ type }) => type === "retry")).toEqual([
      { type: "retry", connection: "name-of-c1", code: "throttled", attempt: 1, delayMs: 200 },
      { type: "retry", connection: "name-of-c1", code: "throttled", attempt: 2, delayMs: 400 },
    ]);
  });

  it("ends after four attempts and counts them", async () => {
    const { session, calls } = recording(() => fail({ code: "unavailable" }));
    const { readers } = fakeReaders([fakeConnection([session])]);
    const { result } = await settle(new Resolver(readers).resolve(uses(1)));
    expect(calls).toHaveLength(4);
    expect(result[0]).toMatchObject({ ok: false, failures: [{ code: "unavailable", attempts: 4 }] });
  });

  it.each(["not-found", "access-denied", "invalid-address", "invalid-connection", "unsupported", "internal"] as const)(
    "never asks again after %s",
    async (code) => {
      const { session, calls } = recording(() => fail({ code }));
      const { readers } = fakeReaders([fakeConnection([session])]);
      await settle(new Resolver(readers).resolve(uses(1)));
      expect(calls).toHaveLength(1);
    },
  );

  it("asks once more after a damaged answer, then gives up", async () => {
    const { session, calls } = recording(() => fail({ code: "integrity" }));
    const { readers } = fakeReaders([fakeConnection([session])]);
    const { result } = await settle(new Resolver(readers).resolve(uses(1)));
    expect(calls).toHaveLength(2);
    expect(result[0]).toMatchObject({ failures: [{ code: "integrity", attempts: 2 }] });
  });

  it.each([
    ["waits as long as the manager asks", 3_000, 2, 3_000],
    ["gives up at once where that is longer than it may take", 86_400_000, 1, 0],
    ["ignores a pause that makes no sense", Number.NaN, 2, 200],
    ["ignores a negative pause", -5, 2, 200],
  ])("%s", async (_what, retryAfterMs, expectedCalls, least) => {
    const { session, calls } = recording((address, call) =>
      call === 1 ? fail({ code: "throttled", retryAfterMs }) : ok(address),
    );
    const { readers } = fakeReaders([fakeConnection([session])]);
    const { elapsed } = await settle(new Resolver(readers).resolve(uses(1)));
    expect(calls).toHaveLength(expectedCalls);
    expect(elapsed).toBeGreaterThanOrEqual(least);
    expect(elapsed).toBeLessThanOrEqual(least + 100);
  });

  it("does not multiply the load of a manager that is down: 1,000 secrets cost at most 20 repeated calls", async () => {
    const { session, calls } = recording(() => fail({ code: "unavailable" }));
    const { readers } = fakeReaders([fakeConnection([session], { capabilities: { maxBatch: 1 } })]);
    await settle(new Resolver(readers).resolve(uses(1_000)));
    expect(calls.length).toBeLessThanOrEqual(1_020);
    expect(calls.length).toBeGreaterThanOrEqual(1_000);
  });

  it("repeats a call that throws, and never shows what a provider threw unasked", async () => {
    const thrown = [new ProviderError({ code: "unavailable", message: "down" }), new Error("cnry_in_a_foreign_error")];
    const session = fakeSession({
      fetch: async () => {
        throw thrown.shift() ?? new Error("more calls than expected");
      },
    });
    const { readers } = fakeReaders([fakeConnection([session])]);
    const { result } = await settle(new Resolver(readers).resolve(uses(1)));
    expect(thrown).toEqual([]);
    expect(result[0]).toMatchObject({
      failures: [{ code: "internal", message: "the provider failed in an unexpected way" }],
    });
    expect(JSON.stringify(result)).not.toContain("cnry");
  });

  it("opens a login that has ended again, once for all calls that met it", async () => {
    const ended = recording(() => fail({ code: "unauthenticated" }));
    const fresh = recording(ok);
    const connection = fakeConnection([ended.session, fresh.session], { capabilities: { maxBatch: 1 } });
    const { readers } = fakeReaders([connection]);
    const { result } = await settle(new Resolver(readers).resolve(uses(3)));
    expect(result.every(({ ok }) => ok)).toBe(true);
    expect(connection.reopened).toBe(1);
    expect([ended.calls.length, fresh.calls.length]).toEqual([3, 3]);
  });

  it("gives up where the new login is refused too", async () => {
    const ended = recording(() => fail({ code: "unauthenticated" }));
    const connection = fakeConnection([ended.session, recording(() => fail({ code: "unauthenticated" })).session]);
    const { result } = await settle(new Resolver(fakeReaders([connection]).readers).resolve(uses(1)));
    expect(result[0]).toMatchObject({ failures: [{ code: "unauthenticated", attempts: 2 }] });
  });
});

describe("giving up", () => {
  it("ends a pause within the second when the caller gives up", async () => {
    const { session } = recording(() => fail({ code: "throttled", retryAfterMs: 30_000 }));
    const { readers } = fakeReaders([fakeConnection([session])]);
    const controller = new AbortController();
    const running = new Resolver(readers).resolve(uses(1), controller.signal);
    await vi.advanceTimersByTimeAsync(1_000);
    controller.abort();
    const { elapsed } = await settle(running);
    expect(elapsed).toBeLessThanOrEqual(1_000);
  });

  it("starts no call after the caller gave up", async () => {
    const { session, calls } = recording(ok);
    const { readers } = fakeReaders([fakeConnection([session])]);
    const results = await new Resolver(readers).resolve(uses(1), AbortSignal.abort());
    expect(calls).toEqual([]);
    expect(results[0]).toMatchObject({ failures: [{ code: "cancelled" }] });
  });

  it("calls its own time limit by its name, not a cancellation", async () => {
    const session = fakeSession({
      fetch: (_addresses, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () =>
            reject(new ProviderError({ code: "cancelled", message: "cancelled" })),
          );
        }),
    });
    const { readers } = fakeReaders([fakeConnection([session])], { totalMs: 5_000 });
    const { result, elapsed } = await settle(new Resolver(readers).resolve(uses(1)));
    expect(elapsed).toBeLessThanOrEqual(6_000);
    expect(result[0]).toMatchObject({
      failures: [{ code: "unavailable", message: expect.stringContaining("5 seconds") }],
    });
  });
});
