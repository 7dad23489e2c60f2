import { describe, expect, it } from "vitest";
import { readVersion } from "../src/version.ts";

describe("a version", () => {
  it("has 32 hexadecimal digits", () => {
    expect(readVersion("0123456789ABCDEF0123456789abcdef")).toEqual({ version: "0123456789abcdef0123456789abcdef" });
  });

  it.each(["", "latest", "0123", "g".repeat(32), "0".repeat(33), `${"0".repeat(32)}\n`, "../x", "versions"])(
    "is not %j",
    (text) => {
      expect(readVersion(text)).toMatchObject({ error: { code: "invalid-address" } });
    },
  );
});
