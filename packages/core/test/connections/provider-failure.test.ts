import { describe, expect, it } from "vitest";
import { failureOfThrown, toFailure } from "../../src/connections/provider-failure.ts";
import { ProviderError, type ProviderFailure } from "../../src/contract/errors.ts";
import { CANARY } from "./fixtures.ts";

const redact = (text: string) => text.replaceAll(CANARY, "[secret]");
const of = (thrown: unknown) => failureOfThrown(thrown, redact);
const thrown = (failure: object) => new ProviderError(failure as ProviderFailure);
const UNEXPECTED = { code: "internal", message: "the provider failed in an unexpected way" };

describe("what a plugin throws", () => {
  it("keeps the agreed members alone, of this copy of the package and of another", () => {
    const failure = {
      code: "throttled",
      message: "slow down",
      hint: "wait",
      requestId: "r-1",
      retryAfterMs: 500,
      splitBatch: true,
    };
    expect(of(thrown({ ...failure, body: CANARY, cause: CANARY }))).toEqual(failure);
    const other = Object.assign(new Error("x"), { brand: "keyferry.provider-error.v1", failure });
    expect(of(other)).toEqual(failure);
  });

  it("maps codes that it does not know to internal", () => {
    expect(of(thrown({ code: "sealed", message: "m" }))).toEqual({ code: "internal", message: "m" });
    expect(of(thrown({ code: "rule", message: "m" })).code).toBe("internal");
  });

  it("masks credentials in each text, escapes control characters, and bounds the length", () => {
    const failure = of(
      thrown({ code: "unavailable", message: `a\u001b[2J${CANARY}\n`, hint: CANARY, requestId: CANARY }),
    );
    expect(failure).toEqual({
      code: "unavailable",
      message: "a\\u{1b}[2J[secret]\\u{a}",
      hint: "[secret]",
      requestId: "[secret]",
    });
    expect(of(thrown({ code: "internal", message: `${"x".repeat(290)}${CANARY}` })).message).not.toContain("cnry");
    expect(of(thrown({ code: "internal", message: "\u0000".repeat(10_000) })).message.length).toBeLessThanOrEqual(300);
    expect(of(thrown({ code: "internal", message: CANARY.repeat(100_000) })).message).toBe(
      "the provider gave no reason",
    );
  });

  it("shows nothing of anything else", () => {
    for (const raw of [new Error(CANARY), CANARY, { message: CANARY }, null, undefined, 7, [CANARY], () => CANARY]) {
      expect(of(raw)).toEqual(UNEXPECTED);
    }
    expect(of(thrown({ code: "internal", message: { toString: () => CANARY } })).message).toBe(
      "the provider gave no reason",
    );
  });

  it("survives getters and proxies that throw", () => {
    const bomb = () => {
      throw new Error(CANARY);
    };
    const proxy = new Proxy({}, { get: bomb, getPrototypeOf: bomb, ownKeys: bomb, has: bomb });
    expect(of(proxy)).toEqual(UNEXPECTED);
    expect(of(Object.defineProperty(new Error("x"), "brand", { get: bomb }))).toEqual(UNEXPECTED);
    expect(of(Object.assign(new Error("x"), { brand: "keyferry.provider-error.v1", failure: proxy }))).toEqual(
      UNEXPECTED,
    );
    const getter = Object.defineProperty({ code: "throttled" }, "message", { get: bomb });
    expect(of(thrown({ code: "throttled", message: "m", ...{} }))).toMatchObject({ code: "throttled" });
    expect(of(Object.assign(new Error("x"), { brand: "keyferry.provider-error.v1", failure: getter }))).toEqual(
      UNEXPECTED,
    );
  });

  it.each([[-1], [Number.NaN], ["5"], [Number.POSITIVE_INFINITY]])("bounds the asked pause %s", (retryAfterMs) => {
    const { retryAfterMs: kept } = of(thrown({ code: "throttled", message: "m", retryAfterMs }));
    expect(kept === undefined || kept <= 86_400_000).toBe(true);
  });

  it("becomes a KeyferryError that names the connection and the provider", () => {
    const error = toFailure(thrown({ code: "throttled", message: "m", retryAfterMs: 5 }), {
      connection: "prod",
      provider: "acme",
      redact,
    });
    expect(error.failures).toEqual([
      {
        code: "throttled",
        message: "m",
        retryAfterMs: 5,
        where: "connection prod",
        connection: "prod",
        provider: "acme",
      },
    ]);
    expect(error.cause).toBeUndefined();
  });
});
