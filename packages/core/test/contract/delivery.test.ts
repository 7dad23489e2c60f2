import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ASKPASS_PROMPTS, type Delivery, formatDelivery } from "../../src/contract/delivery.ts";
import { isKeyferryError } from "../../src/contract/failure.ts";
import { literalDelivery, parseDelivery } from "../../src/contract/parse-delivery.ts";

const variable = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,12}$/).map((name) => `X_${name}`);

const delivery: fc.Arbitrary<Delivery> = fc.oneof(
  fc.record({ kind: fc.constantFrom("env", "pipe", "command", "memory-file"), variable }, { noNullPrototype: true }),
  fc.constantFrom<Delivery>({ kind: "stdin" }, { kind: "ssh-agent" }, { kind: "ssh-agent", role: "passphrase" }),
  fc.record({ kind: fc.constant("fd"), descriptor: fc.integer({ min: 3, max: 63 }) }, { noNullPrototype: true }),
  fc.constantFrom<Delivery>(
    { kind: "askpass" },
    ...ASKPASS_PROMPTS.map((prompt) => ({ kind: "askpass", prompt }) as const),
  ),
);

/** The code and message of a refusal, or undefined where the text is taken. */
function refusal(text: string): string | undefined {
  try {
    parseDelivery(text, "sftp.password");
    return undefined;
  } catch (error) {
    if (!isKeyferryError(error)) throw error;
    const [failure] = error.failures;
    return `${failure?.code} ${failure?.setting}: ${failure?.message}; ${failure?.hint}`;
  }
}

describe("deliveries as text", () => {
  it("are read as they are written", () => {
    fc.assert(fc.property(delivery, (given) => isDeepStrictEqual(parseDelivery(formatDelivery(given)), given)));
  });

  it("are one text for each, or a failure of the setting: whatever is typed", () => {
    const typed = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.constantFrom("env", "fd", "stdin", "askpass", "ssh-agent", "pipe", "argv"), fc.string())
        .map((parts) => parts.join(":")),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const refused = refusal(text);
        return refused === undefined
          ? formatDelivery(parseDelivery(text)) === text
          : /^delivery sftp\.password: .+; .+$/s.test(refused);
      }),
    );
  });

  it.each([
    "argv",
    "argv:1",
    "file:/x",
    "",
    ":",
    "env",
    "env:",
    "env:1A",
    "env:A B",
    "env:PATH",
    "pipe:LD_PRELOAD",
    "command:BASH_ENV",
    "memory-file:NODE_OPTIONS",
    "stdin:",
    "stdin:x",
    "fd",
    "fd:",
    "fd:2",
    "fd:03",
    "fd:64",
    "fd:1e1",
    "fd:-3",
    "ssh-agent:",
    "ssh-agent:key",
    "askpass:",
    "askpass:pin",
    "ENV:A",
    " env:A",
    "env:A\n",
  ])("refuse %j", (text) => {
    expect(refusal(text)).toMatch(/^delivery sftp\.password: /);
  });

  it("let a text that is no secret into any variable, and into nothing else", () => {
    expect(literalDelivery("PATH")).toEqual({ kind: "env", variable: "PATH" });
    for (const name of ["", "A B", "1A", "A=B", "A\0"]) expect(() => literalDelivery(name)).toThrow(/cannot name/);
  });
});
