import { describe, expect, it } from "vitest";
import { holdsPassword } from "../../src/settings/holds-password.ts";

describe("holdsPassword", () => {
  it.each(["https://me:word@host", "see HTTP://me:w:o@host/x", "s3+x://:word@host", "a://b c://me:word@host"])(
    "finds the password of an address: %s",
    (text) => {
      expect(holdsPassword(text)).toBe(true);
    },
  );

  it.each(["https://me@host", "https://host:443/a@b", "me:word@host", "https://host/?a:b@c", "x", 7, undefined])(
    "finds none: %s",
    (text) => {
      expect(holdsPassword(text)).toBe(false);
    },
  );

  it.each(["a", ":", "a://", "a://b:", "://a:"])("takes no longer than the text is long: %s", (part) => {
    // In the square of it, this would take hours: an import can bring such a text.
    expect(holdsPassword(part.repeat(1_000_000))).toBe(false);
  });
});
