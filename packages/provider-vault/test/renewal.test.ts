import type { LogRecord } from "@keyferry/core/provider";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Lease } from "../src/api.ts";
import { LoginKeeper } from "../src/renewal.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function keeper(renew: () => Promise<Lease>) {
  const renewed: number[] = [];
  const logged: { readonly at: number; readonly record: LogRecord }[] = [];
  const seconds = () => Math.round(performance.now() / 1_000);
  const start = seconds();
  const made = new LoginKeeper(
    () => {
      renewed.push(seconds() - start);
      return renew();
    },
    (record) => void logged.push({ at: seconds() - start, record }),
  );
  return { made, renewed, logged };
}

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000);

describe("the login's keeper", () => {
  it("renews at two thirds of each lease, one at a time", async () => {
    const { made, renewed, logged } = keeper(async () => ({ seconds: 300, renewable: true }));
    made.watch({ seconds: 90, renewable: true });
    await pass(59);
    expect(renewed).toEqual([]);
    await pass(2);
    expect(renewed).toEqual([60]);
    expect(vi.getTimerCount()).toBe(1);
    await pass(200);
    expect(renewed).toEqual([60, 260]);
    expect(logged).toEqual([]);
    made.stop();
    expect(vi.getTimerCount()).toBe(0);
    await pass(10_000);
    expect(renewed).toHaveLength(2);
  });

  it("warns once before a login ends that cannot be renewed", async () => {
    const { made, renewed, logged } = keeper(async () => ({ seconds: 90, renewable: true }));
    made.watch({ seconds: 90, renewable: false });
    await pass(600);
    expect(renewed).toEqual([]);
    expect(logged).toEqual([
      { at: 60, record: { level: "warn", message: expect.stringContaining("ends soon"), fields: { seconds: 30 } } },
    ]);
  });

  it("warns where renewing gives no more time", async () => {
    const { made, renewed, logged } = keeper(async () => ({ seconds: 30, renewable: true }));
    made.watch({ seconds: 90, renewable: true });
    await pass(600);
    expect(renewed).toEqual([60]);
    expect(logged).toHaveLength(1);
    expect(logged[0]?.at).toBe(80);
    expect(made.over).toBe(true);
  });

  it("tries again while there is time, and warns when there is none left", async () => {
    const { made, renewed, logged } = keeper(() => Promise.reject(new Error("down")));
    made.watch({ seconds: 90, renewable: true });
    await pass(600);
    expect(renewed.slice(0, 3)).toEqual([60, 80, 87]);
    expect(renewed.length).toBeLessThan(8);
    expect(logged).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("leaves alone what does not end, and waits for what ends later than a timer can", async () => {
    const { made, renewed, logged } = keeper(async () => ({ seconds: 0, renewable: true }));
    made.watch({ seconds: 0, renewable: true });
    expect([vi.getTimerCount(), made.over]).toEqual([0, false]);
    made.watch({ seconds: 10 * 365 * 86_400, renewable: true });
    await pass(3_600);
    expect([renewed, logged]).toEqual([[], []]);
    made.stop();
  });
});
