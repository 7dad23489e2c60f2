import { describe, expect, it } from "vitest";
import { countLine, formatGates } from "../src/counts.ts";

describe("the last line of a run", () => {
  it("is exactly what a machine reads", () => {
    expect(countLine({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
    expect(countLine({ passed: 3, failed: 1, skipped: 2 })).toBe("3 passed, 1 failed, 2 skipped");
  });

  it("counts each gate before the tests, failed ones too", () => {
    expect(countLine({ passed: 10, failed: 0, skipped: 0 }, formatGates(4, 1))).toBe("14 passed, 1 failed");
  });

  it("takes a damaged count of gates for none", () => {
    expect(countLine({ passed: 1, failed: 0, skipped: 0 }, "x")).toBe("1 passed, 0 failed");
  });
});
