import type { Encoding } from "./encodings.ts";

/**
 * How a value is planted for a control: by the platform's own encoders, not by the scanner's, with something before and behind it as in a
 * real leak.
 */
export const planters: Readonly<Record<Encoding, (value: string) => Buffer>> = {
  raw: (value) => Buffer.from(`user:${value}@host`),
  "utf-16le": (value) => Buffer.from(`user:${value}@host`, "utf16le"),
  base64: (value) => Buffer.from(Buffer.from(`user:${value}`).toString("base64")),
  base64url: (value) => Buffer.from(Buffer.from(`u:${value}.`).toString("base64url")),
  hex: (value) => Buffer.from(Buffer.from(`user:${value}`).toString("hex")),
  "hex-upper": (value) => Buffer.from(Buffer.from(`user:${value}`).toString("hex").toUpperCase()),
  percent: (value) => Buffer.from(`q=${encodeURIComponent(value)}`),
  json: (value) => Buffer.from(JSON.stringify({ user: value })),
  xml: (value) => {
    const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
    return Buffer.from(`(${value.replace(/[&<>"']/g, (sign) => names[sign] ?? sign)})`);
  },
};
