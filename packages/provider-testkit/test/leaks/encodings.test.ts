import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canary, hostileCanary, LeakScanner } from "../../src/leaks/index.ts";

/** In base64 it has `+` and `/` at every alignment, so that each encoding of it differs from each other. */
const telling = "~~~???>>>ÿÿÿ<&\"'\n%+ /🔑~~~???>>>";

describe("each encoding is told by its name", () => {
  const bytes = Buffer.from(telling);
  it.each<[string, Buffer | string]>([
    ["raw", telling],
    ["utf-16le", Buffer.from(telling, "utf16le")],
    ["base64", bytes.toString("base64")],
    ["base64", Buffer.from(`a${telling}b`).toString("base64")],
    ["base64", Buffer.from(`ab${telling}`).toString("base64")],
    ["base64url", bytes.toString("base64url")],
    ["base64url", Buffer.from(`a${telling}b`).toString("base64url")],
    ["base64url", Buffer.from(`ab${telling}`).toString("base64url")],
    ["hex", bytes.toString("hex")],
    ["hex-upper", bytes.toString("hex").toUpperCase()],
    ["percent", encodeURIComponent(telling)],
    ["percent", encodeURI(telling)],
    ["percent", encodeURIComponent(telling).replace(/%../g, (code) => code.toLowerCase())],
    ["percent", new URLSearchParams({ q: telling }).toString()],
    ["percent", Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("")],
    ["json", JSON.stringify(telling)],
    ["json", JSON.stringify(telling).replaceAll("/", "\\/")],
    ["json", JSON.stringify(telling).replace("\\n", "\\u000a")],
    [
      "json",
      JSON.stringify(telling).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
    ],
    ["json", JSON.stringify(telling).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)],
    ["json", telling.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`)],
    ["json", JSON.stringify(JSON.stringify(telling))],
    ["json", inspect(telling)],
    ["xml", xml(telling, "&apos;")],
    ["xml", xml(telling, "&#39;")],
    ["xml", xml(telling, "'").replace("\n", "&#10;")],
    ["xml", Array.from(telling, (character) => `&#x${character.codePointAt(0)?.toString(16)};`).join("")],
  ])("%s (%#)", (encoding, leaked) => {
    const scanner = new LeakScanner([canary(), telling]);
    const hay = Buffer.concat([Buffer.from("before:"), Buffer.from(leaked), Buffer.from(":after")]);
    const findings = scanner.scanBytes(hay, "log").filter((finding) => finding.encoding === encoding);
    expect(findings).toEqual([{ encoding, source: "log", position: expect.any(Number), value: 1 }]);
    expect(findings[0]?.position).toBeGreaterThanOrEqual(7);
  });
});

function xml(text: string, apostrophe: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": apostrophe };
  return text.replace(/[&<>"']/g, (sign) => names[sign] ?? sign);
}

it("bytes that were read as Latin-1 are recognised", () => {
  const misread = Buffer.from(telling).toString("latin1");
  expect(new LeakScanner([telling]).scanText(misread, "log")).toMatchObject([{ encoding: "raw" }]);
});

describe("any value", () => {
  const value = fc.string({ unit: "grapheme", minLength: 6, maxLength: 60 });
  const around = fc.string({ unit: "grapheme", maxLength: 20 });

  it("is found in every encoding, whatever stands around it", () => {
    fc.assert(
      fc.property(value, around, around, (secret, before, after) => {
        const whole = before + secret + after;
        const leaks = [
          Buffer.from(whole),
          Buffer.from(whole, "utf16le"),
          ...["base64", "base64url", "hex"].map((encoding) =>
            Buffer.from(Buffer.from(whole).toString(encoding as "hex")),
          ),
          Buffer.from(encodeURIComponent(whole)),
          Buffer.from(JSON.stringify(whole)),
          Buffer.from(xml(whole, "&#39;")),
        ];
        for (const leak of leaks) expect(new LeakScanner([secret]).scanBytes(leak, "log")).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("is not found where it does not stand", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(around, fc.base64String(), fc.json()), { maxLength: 20 }), (texts) => {
        const scanner = new LeakScanner([canary(), hostileCanary()]);
        for (const text of texts)
          for (const shown of [text, JSON.stringify(text), inspect(text)]) scanner.scanText(shown, "log");
        scanner.scanObject({ texts }, "object");
        expect(scanner.report().findings).toEqual([]);
        expect(scanner.report().places).toBeGreaterThan(texts.length * 3);
      }),
      { numRuns: 60 },
    );
  });
});
