/**
 * CRC-32C bit by bit, as RFC 3720 describes it: slow, and written apart from the provider's, so that a fault of the one
 * is not a fault of the other.
 */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc >>> 0;
}
