import { describe, expect, it } from "vitest";
import { readPin } from "../src/version.ts";

describe("a pinned version", () => {
  it.each([
    ["a1b2c3d4-5678-90ab-cdef-EXAMPLE11111", { VersionId: "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111" }],
    ["terraform-20240101000000000000000001", { VersionId: "terraform-20240101000000000000000001" }],
    ["AWSPREVIOUS", { VersionStage: "AWSPREVIOUS" }],
    ["blue", { VersionStage: "blue" }],
    [`stage:${"x".repeat(40)}`, { VersionStage: "x".repeat(40) }],
    [`id:${"x".repeat(32)}`, { VersionId: "x".repeat(32) }],
    ["x".repeat(65), { VersionStage: "x".repeat(65) }],
  ])("reads %s", (text, pin) => {
    expect(readPin(text)).toEqual({ pin });
  });

  it.each(["", "id:", "id:short", "stage:", "a b", "a\nb", "x\u202e", "x".repeat(257)])("refuses %j", (text) => {
    expect(readPin(text)).toMatchObject({ error: { code: "invalid-address" } });
  });
});
