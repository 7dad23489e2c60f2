import { describe, expect, it } from "vitest";
import { keeping } from "../src/token-source.ts";

const MINUTE = 60_000;

describe("a token that is kept", () => {
  it("is asked for once by calls at once, and anew five minutes before it ends", async () => {
    let now = 0;
    let asked = 0;
    const source = keeping(
      async () => {
        asked += 1;
        return { value: `t${asked}`, ends: now + 60 * MINUTE };
      },
      { "x-more": "1" },
      () => now,
    );
    expect(source.ends()).toBeUndefined();
    const [first, second] = await Promise.all([source.headers(), source.headers()]);
    expect(first).toEqual({ "x-more": "1", authorization: "Bearer t1" });
    expect(second).toEqual(first);
    now = 54 * MINUTE;
    expect(await source.headers()).toEqual(first);
    now = 55 * MINUTE;
    expect(await source.headers()).toMatchObject({ authorization: "Bearer t2" });
    expect(source.ends()).toBe(115 * MINUTE);
    expect(asked).toBe(2);
  });

  it("is asked for again after a failure", async () => {
    let asked = 0;
    const source = keeping(async () => {
      asked += 1;
      if (asked === 1) throw new Error("no");
      return { value: "t", ends: Date.now() + 60 * MINUTE };
    });
    await expect(source.headers()).rejects.toThrow("no");
    expect(await source.headers()).toEqual({ authorization: "Bearer t" });
  });
});
