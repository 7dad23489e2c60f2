import { describe, expect, it } from "vitest";
import { crc32c } from "../src/crc32c.ts";

describe("CRC-32C", () => {
  /** RFC 3720, B.4, as numbers, and the check value of the algorithm's catalogue. */
  it.each([
    ["32 zeros", new Uint8Array(32), 0x8a9136aa],
    ["32 ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ["0 to 31", Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
    ["31 to 0", Uint8Array.from({ length: 32 }, (_, index) => 31 - index), 0x113fdb5c],
    ["123456789", Buffer.from("123456789"), 0xe3069283],
    ["nothing", new Uint8Array(), 0],
  ])("of %s", (_, bytes, sum) => {
    expect(crc32c(bytes)).toBe(sum);
  });
});
