import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Redactor } from "../../src/secret/redactor.ts";
import { Secret } from "../../src/secret/secret.ts";

function redactor(...values: (string | Secret<string>)[]): Redactor {
  const made = new Redactor();
  for (const value of values) made.add(value);
  return made;
}

describe("Redactor", () => {
  it("masks texts and secrets in every form", () => {
    const made = redactor("canary-one", new Secret("canary two"));
    const base64 = Buffer.from("user:canary-one").toString("base64");
    expect(made.redact("a canary-one b canary%20two c")).toBe("a [secret] b [secret] c");
    expect(made.redact(`Basic ${base64}`)).not.toContain(base64.slice(8));
  });

  it("leaves no rest of values that overlap, hold each other or touch", () => {
    const made = redactor("abcdef", "defghi", "cdef");
    expect(made.redact("xabcdefghix")).toBe("x[secret]x");
    expect(made.redact("abcdefabcdef")).toBe("[secret]");
    expect(made.redact("abcde cdef")).toBe("abcde [secret]");
  });

  it("does not mask its own mask", () => {
    expect(redactor("secret", "canary").redact("canary secret")).toBe("[secret] [secret]");
  });

  it("leaves any text without a value as it is", () => {
    const made = redactor("\u{1f511}never");
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(made.redact(text)).toBe(text);
      }),
    );
  });
});
