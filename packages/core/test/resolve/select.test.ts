import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { Payload } from "../../src/contract/session.ts";
import { type Selection, select } from "../../src/resolve/select.ts";
import { shapeOf } from "../../src/resolve/shape.ts";
import { openForDelivery } from "../../src/secret/delivery.ts";
import { Secret } from "../../src/secret/secret.ts";

const text = (value: string): Payload => ({ kind: "text", text: value });
const bytes = (value: Uint8Array | string): Payload => ({ kind: "bytes", bytes: Buffer.from(value as string) });

function picked(payload: Payload, selection: Selection = {}): string | Uint8Array {
  const result = select(new Secret(payload), selection, 64);
  if (!result.ok) throw new Error(`refused: ${result.problem}; ${result.hint}`);
  return openForDelivery(result.value);
}

function refusal(payload: Payload, selection: Selection = {}): string {
  const result = select(new Secret(payload), selection, 64);
  if (result.ok) throw new Error("was not refused");
  expect(inspect(result)).not.toContain("cnry");
  return `${result.problem}; ${result.hint}`;
}

const record =
  '{"username":"kf","password":"pä$s","port":22,"long":12345678901234567890,"none":null,"tls":true,"db":{"user/name":"u","list":["x","y"]},"/odd":"o"}';

describe("select", () => {
  it.each<[string, string | undefined, string]>([
    ["a member by name", "password", "pä$s"],
    ["a number as its source text", "long", "12345678901234567890"],
    ["a boolean as its text", "tls", "true"],
    ["a nested member by JSON Pointer", "/db/user~1name", "u"],
    ["an item of a list by JSON Pointer", "/db/list/1", "y"],
    ["a top-level member whose name starts with a slash", "/~1odd", "o"],
    ["the whole text without a key", undefined, record],
  ])("picks %s", (_what, key, expected) => {
    expect(picked(text(record), key === undefined ? {} : { key })).toBe(expected);
    expect(picked(bytes(record), key === undefined ? {} : { key })).toBe(expected);
  });

  it("picks a field of a key/value secret, and refuses to take it whole", () => {
    const fields: Payload = {
      kind: "fields",
      json: '{"username":"cnry_u","password":"cnry_p","pin":12345678901234567890}',
    };
    expect(picked(fields, { key: "password" })).toBe("cnry_p");
    expect(picked(fields, { key: "pin" })).toBe("12345678901234567890");
    expect(refusal(fields)).toMatch(/set of keys and values.*"username", "password"/);
    expect(refusal(fields, { key: "constructor" })).toMatch(/no such key/);
    expect(refusal(fields, { key: "/username/deeper" })).toMatch(/no such key/);
  });

  it.each<[string, Payload, Selection, RegExp]>([
    [
      "a key that is not there, naming those that are",
      text(record),
      { key: "pasword" },
      /no such key.*"username", "password"/,
    ],
    ["a null, as missing", text(record), { key: "none" }, /no such key/],
    ["an object", text(record), { key: "db" }, /holds an object.*JSON Pointer/],
    ["a list", text(record), { key: "/db/list" }, /holds a list/],
    ["an inherited member", text(record), { key: "toString" }, /no such key/],
    ["a list's item that is not there", text(record), { key: "/db/list/01" }, /no such key/],
    ["a key of a text", text("cnry_plain"), { key: "a" }, /not JSON/],
    ["a key of duplicate members", text('{"a":"cnry","a":"cnry2"}'), { key: "a" }, /two members of one name/],
    ["a key of binary", bytes(Buffer.from([0xff, 0xfe, 1])), { key: "a" }, /binary/],
    ["a bad pointer", text(record), { key: "/a~2" }, /no JSON Pointer/],
    ["half a character", text("cnry\ud800"), {}, /not valid Unicode/],
    ["an empty value", text(""), { type: "password" }, /empty/],
    ["a password with a line break inside", text("cnry\ncnry"), { type: "password" }, /line break/],
    ["a username with a last line break, with the way out", text("cnry\n"), { type: "username" }, /--trim-newline/],
    ["a binary password", bytes(Buffer.from([0xff, 0])), { type: "password" }, /binary/],
    ["a public key as a private key", text("ssh-ed25519 AAAAcnry"), { type: "private-key" }, /public key/],
    [
      "a certificate as a private key",
      text("-----BEGIN CERTIFICATE-----\ncnry"),
      { type: "private-key" },
      /certificate/,
    ],
    ["a cut private key", text("-----BEGIN PRIVATE KEY-----\ncnry\n"), { type: "private-key" }, /does not end/],
    ["a password as a private key", text("cnry"), { type: "private-key" }, /no private key/],
    ["a DER key that is cut", bytes(Buffer.from([0x30, 0x82, 1, 0, 0xff])), { type: "private-key" }, /DER/],
  ])("refuses %s", (_what, payload, selection, expected) => {
    expect(refusal(payload, selection)).toMatch(expected);
  });

  it("takes one line break off where the definition says so", () => {
    expect(picked(text("pw\n"), { type: "password", trimNewline: true })).toBe("pw");
    expect(picked(text("pw\r\n"), { type: "password", trimNewline: true })).toBe("pw");
    expect(refusal(text("cnry\n\n"), { type: "password", trimNewline: true })).toMatch(/line break/);
  });

  it.each(["PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY"])(
    "takes a PEM %s as it is",
    (kind) => {
      const pem = `-----BEGIN ${kind}-----\r\nYWJj\r\n-----END ${kind}-----\r\n`;
      expect(picked(text(pem), { type: "private-key" })).toBe(pem);
    },
  );

  it("takes a DER key as bytes", () => {
    const der = Buffer.from([0x30, 0x03, 0x02, 0x01, 0xff]);
    expect(picked(bytes(der), { type: "private-key" })).toEqual(der);
  });

  it("keeps a byte order mark and refuses nothing of a valid text", () => {
    expect(picked(bytes("\ufeffpw"), { type: "password" })).toBe("\ufeffpw");
  });
});

describe("shapeOf", () => {
  it("names keys that hold one value, never what they hold", () => {
    expect(shapeOf(new Secret(text(record)), 64)).toEqual({
      kind: "object",
      keys: ["username", "password", "port", "long", "tls", "/db/user~1name", "/db/list/0", "/db/list/1", "/~1odd"],
    });
  });

  it("tells texts, bytes and fields apart", () => {
    expect(shapeOf(new Secret(text("plain")), 64)).toEqual({ kind: "text", keys: [] });
    expect(shapeOf(new Secret(text("[1]")), 64)).toEqual({ kind: "text", keys: [] });
    expect(shapeOf(new Secret(bytes(Buffer.from([0xff]))), 64)).toEqual({ kind: "bytes", keys: [] });
    expect(shapeOf(new Secret({ kind: "fields", json: '{"a":"1"}' }), 64)).toEqual({ kind: "fields", keys: ["a"] });
  });

  it("says why no key is taken of JSON that two readers could read in two ways", () => {
    const shape = (value: string) => shapeOf(new Secret(text(value)), 64);
    expect(shape('{"a":"cnry_1","a":"cnry_2"}')).toEqual({
      kind: "text",
      keys: [],
      refused: "it has two members of one name in one object",
    });
    expect(shape('{"__proto__":"cnry_1"}').refused).toContain("__proto__");
    expect(shape(`${"[".repeat(70)}${"]".repeat(70)}`).refused).toContain("64 levels");
    expect(shape('{"a":')).toEqual({ kind: "text", keys: [] });
  });

  it("gives a member without a name as a pointer, which is a key that can be written", () => {
    expect(shapeOf(new Secret(text('{"":"x"}')), 64).keys).toEqual(["/"]);
    expect(picked(text('{"":"x"}'), { key: "/" })).toBe("x");
  });

  it("gives only keys that select picks", () => {
    for (const key of shapeOf(new Secret(text(record)), 64).keys)
      expect(picked(text(record), { key })).toBeTypeOf("string");
  });
});
