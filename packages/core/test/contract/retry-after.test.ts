import { describe, expect, it } from "vitest";
import { retryAfterMs } from "../../src/contract/provider.ts";

const now = new Date("2026-01-01T00:00:00Z");

describe("Retry-After", () => {
  it.each([
    ["3", 3_000],
    ["0", 0],
    ["Thu, 01 Jan 2026 00:00:30 GMT", 30_000],
    ["Wed, 31 Dec 2025 23:59:00 GMT", 0],
  ])("%s is a pause of %i ms", (header, pause) => {
    expect(retryAfterMs(header, now)).toBe(pause);
  });

  it.each(["", "-1", "1.5", "soon", "99999999", "2026-01-01", "Thu, nonsense"])("%j says nothing", (header) => {
    expect(retryAfterMs(header, now)).toBeUndefined();
  });
});
