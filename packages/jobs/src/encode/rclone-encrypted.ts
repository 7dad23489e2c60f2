import { createHash, randomBytes } from "node:crypto";

const HEAD = "RCLONE_ENCRYPT_V0:\n";
const NONCE_BYTES = 24;

/**
 * A config file in rclone's own encrypted form: NaCl's secretbox (XSalsa20 and Poly1305, which Node does not have) under the hash of the
 * key in brackets, behind its nonce, in base64 (https://rclone.org/docs/#configuration-encryption;
 * https://github.com/rclone/rclone/blob/master/fs/config/crypt.go).
 */
export async function encryptConfig(config: Uint8Array, key: string): Promise<Buffer> {
  // Loaded for jobs of rclone alone.
  const { xsalsa20poly1305 } = await import("@noble/ciphers/salsa.js");
  const nonce = randomBytes(NONCE_BYTES);
  const box = xsalsa20poly1305(createHash("sha256").update(`[${key}][rclone-config]`).digest(), nonce).encrypt(config);
  return Buffer.from(`${HEAD}${Buffer.concat([nonce, box]).toString("base64")}\n`);
}
