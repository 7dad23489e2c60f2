import { describe, expect, it } from "vitest";
import { keeping, type SessionKeys } from "../src/key-source.ts";

const MINUTE = 60_000;

/** A login whose keys end after some minutes, and how often it was asked. */
function login(minutes: number | undefined) {
  let now = 0;
  let asked = 0;
  let fails = false;
  const ask = async (): Promise<SessionKeys> => {
    asked++;
    await Promise.resolve();
    if (fails) throw new Error("no login");
    const ends = minutes === undefined ? {} : { expiration: new Date(now + minutes * MINUTE) };
    return { accessKeyId: `key-${asked}`, secretAccessKey: "x", ...ends };
  };
  return {
    keys: keeping(ask, () => now),
    asked: () => asked,
    pass: (ms: number) => {
      now += ms;
    },
    failing: (on: boolean) => {
      fails = on;
    },
  };
}

describe("the keys of a login", () => {
  it("are asked for once by calls at once, and kept", async () => {
    const { keys, asked } = login(60);
    const all = await Promise.all([keys(), keys(), keys()]);
    expect([...all, await keys()].map(({ accessKeyId }) => accessKeyId)).toEqual(Array(4).fill("key-1"));
    expect(asked()).toBe(1);
  });

  it("are asked for anew five minutes before they end, and not sooner", async () => {
    const { keys, asked, pass } = login(60);
    await keys();
    pass(55 * MINUTE);
    await keys();
    expect(asked()).toBe(1);
    pass(1);
    await Promise.all([keys(), keys()]);
    expect(asked()).toBe(2);
  });

  it("are kept for good where they have no end", async () => {
    const { keys, asked, pass } = login(undefined);
    await keys();
    pass(10_000 * 60 * MINUTE);
    await keys();
    expect(asked()).toBe(1);
  });

  it("are asked for again after a failure, of which every waiting call hears", async () => {
    const { keys, asked, failing } = login(60);
    failing(true);
    const outcomes = await Promise.allSettled([keys(), keys()]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    failing(false);
    expect((await keys()).accessKeyId).toBe("key-2");
    expect(asked()).toBe(2);
  });
});
