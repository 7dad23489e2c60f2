import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bindingText } from "../src/binding.ts";
import { fromBase64, keyFromText, seal, unseal } from "../src/cipher.ts";
import { formatLogin, parseLogin } from "../src/login-text.ts";

const key = randomBytes(32);
const anyText = fc.string({ unit: "binary" });
const credentials = fc.dictionary(fc.string({ minLength: 1 }), anyText, { noNullPrototype: true });
const origin = fc.dictionary(fc.string(), fc.oneof(anyText, fc.integer(), fc.boolean()), { noNullPrototype: true });
const binding = fc.record({ connectionId: fc.string(), provider: fc.string(), origin });

describe("sealing", () => {
  it("gives any credential text back, as it was", () => {
    fc.assert(
      fc.property(credentials, binding, (login, bound) => {
        const content = { credentials: login, sealedAt: "2026-01-02T03:04:05.000Z" };
        const sealed = seal(key, formatLogin(content), bindingText(bound));
        const opened = unseal(key, sealed, bindingText(bound));
        expect(opened && parseLogin(opened)).toEqual(content);
      }),
    );
  });

  it("takes a fresh nonce each time", () => {
    const nonces = Array.from({ length: 1_000 }, () => seal(key, Buffer.from("x"), "b").nonce);
    expect(new Set(nonces).size).toBe(1_000);
  });

  it("opens with no other key, binding, nonce or text", () => {
    const sealed = seal(key, Buffer.from("text"), "bound");
    expect(unseal(key, sealed, "bound")?.toString()).toBe("text");
    expect(unseal(randomBytes(32), sealed, "bound")).toBeUndefined();
    expect(unseal(key, sealed, "bound ")).toBeUndefined();
    for (const member of ["nonce", "sealed"] as const) {
      const bytes = Buffer.from(sealed[member], "base64");
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(unseal(key, { ...sealed, [member]: flipped.toString("base64") }, "bound")).toBeUndefined();
      }
      for (let end = 0; end < bytes.length; end += 1) {
        const cut = bytes.subarray(0, end).toString("base64");
        expect(unseal(key, { ...sealed, [member]: cut }, "bound")).toBeUndefined();
      }
    }
  });

  it("reads base64 in one form alone", () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        (bytes) => void expect(fromBase64(Buffer.from(bytes).toString("base64"))).toEqual(Buffer.from(bytes)),
      ),
    );
    for (const other of ["QQ=", "QQ", "QR==", " QQ==", "QQ==\n", "Q*Q="]) expect(fromBase64(other)).toBeUndefined();
    const text = key.toString("base64");
    expect(keyFromText(`${text}\n`)).toEqual(key);
    for (const other of [text.slice(4), `${text}\n\n`, ` ${text}`, ""]) expect(keyFromText(other)).toBeUndefined();
  });
});

describe("the binding", () => {
  it("differs wherever two connections differ, whatever their texts hold", () => {
    const same = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
    fc.assert(
      fc.property(binding, binding, (a, b) => {
        expect(bindingText(a) === bindingText(b)).toBe(same(a, b));
      }),
    );
    const apart = [
      { connectionId: "a", provider: "b", origin: {} },
      { connectionId: 'a","b', provider: "", origin: {} },
      { connectionId: "a", provider: "b", origin: { x: "1" } },
      { connectionId: "a", provider: "b", origin: { x: 1 } },
      { connectionId: "a", provider: "b", origin: { x: "1", y: "" } },
      { connectionId: "a", provider: "b", origin: { x: '1"],["y",""' } },
    ];
    expect(new Set(apart.map(bindingText)).size).toBe(apart.length);
  });

  it("is the same whatever the order of the fields", () => {
    const a = { connectionId: "a", provider: "b", origin: { x: "1", y: "2" } };
    expect(bindingText({ ...a, origin: { y: "2", x: "1" } })).toBe(bindingText(a));
  });
});

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([name, each]) => [name, sorted(each)]);
}
