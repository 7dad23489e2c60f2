import { ERROR_CODES, type ErrorCode } from "@keyferry/core/delivery";
import { describe, expect, it } from "vitest";
import { EXIT_CODES, EXIT_ORDER, exitCodeOf } from "../src/exit-codes.ts";

const of = (...codes: ErrorCode[]) => exitCodeOf(codes.map((code) => ({ code })));

describe("exit codes", () => {
  it("has one for every error code, and an order for every exit code", () => {
    expect(Object.keys(EXIT_CODES).sort()).toEqual([...ERROR_CODES].sort());
    for (const code of Object.values(EXIT_CODES)) expect(EXIT_ORDER).toContain(code);
  });

  it("follows the table of the design", () => {
    expect([of("usage"), of("value"), of("integrity"), of("not-found"), of("unknown-name")]).toEqual([
      64, 65, 65, 66, 66,
    ]);
    expect([of("unavailable"), of("throttled"), of("internal")]).toEqual([69, 75, 70]);
    expect([of("unauthenticated"), of("access-denied"), of("settings"), of("rule")]).toEqual([77, 77, 78, 78]);
    expect([of("delivery"), of("unsupported"), of("program"), of("cancelled")]).toEqual([78, 78, 127, 130]);
  });

  it("lets the first of 78 77 66 65 69 75 70 stand where several failures differ", () => {
    const order: ErrorCode[] = ["rule", "access-denied", "not-found", "value", "unavailable", "throttled", "internal"];
    const codes = [78, 77, 66, 65, 69, 75, 70];
    for (const at of order.keys()) expect(of(...order.slice(at).reverse())).toBe(codes[at]);
  });

  it("tells an address that was typed from one in the settings", () => {
    expect(exitCodeOf([{ code: "invalid-address" }], { typed: true })).toBe(64);
    expect(exitCodeOf([{ code: "invalid-address" }])).toBe(78);
  });

  it("takes a code of a later core for an internal failure", () => {
    expect(exitCodeOf([{ code: "brand-new" as ErrorCode }])).toBe(70);
  });
});
