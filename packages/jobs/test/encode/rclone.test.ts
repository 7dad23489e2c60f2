import { createDecipheriv } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ENCODERS } from "../../src/encode/index.ts";
import { encryptConfig } from "../../src/encode/rclone-encrypted.ts";
import { openRcloneConfig } from "../support/open-rclone-config.ts";

describe("rclone's encrypted config file", () => {
  it("is opened by its key alone, and is another each time", async () => {
    const config = Buffer.from("[server]\npass = p\"a$s'\\&€ %\n");
    const [one, two] = [await encryptConfig(config, "key"), await encryptConfig(config, "key")];
    expect(one.equals(two)).toBe(false);
    expect(openRcloneConfig(one.toString(), "key").equals(config)).toBe(true);
    expect(() => openRcloneConfig(one.toString(), "another")).toThrow();
  });

  it("has the form that rclone reads", async () => {
    expect((await encryptConfig(Buffer.from("x"), "key")).toString()).toMatch(
      /^RCLONE_ENCRYPT_V0:\n[A-Za-z0-9+/]+={0,2}\n$/,
    );
  });
});

describe("values of rclone's config file", () => {
  it("obscured, is any text and never the same twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const bytes = Buffer.from(ENCODERS["rclone-obscure"].encode(text), "base64url");
        const key = Buffer.from("9c935b48730a554d6bfd7c63c886a92bd390198eb8128afbf4de162b8b95f638", "hex");
        const cipher = createDecipheriv("aes-256-ctr", key, bytes.subarray(0, 16));
        expect(Buffer.concat([cipher.update(bytes.subarray(16)), cipher.final()]).toString()).toBe(text);
      }),
    );
  });

  it.each([" a", "a ", '"a', "`a", "a\nb"])("says which it would not get back: %j", (text) => {
    expect(ENCODERS["rclone-value"].fault?.(text)).toBeTypeOf("string");
  });

  it("has a key on one line", () => {
    const key = "-----BEGIN KEY-----\nabc\n-----END KEY-----\n";
    expect(ENCODERS["rclone-pem"].encode(key)).toBe("-----BEGIN KEY-----\\nabc\\n-----END KEY-----");
  });
});
