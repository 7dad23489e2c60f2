import { createHash } from "node:crypto";
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";

/** Opens a config file in rclone's encrypted form with its key, as rclone does. Throws where that is not the key. */
export function openRcloneConfig(file: string, key: string): Buffer {
  const sealed = Buffer.from(file.split("\n")[1] ?? "", "base64");
  const secret = createHash("sha256").update(`[${key}][rclone-config]`).digest();
  return Buffer.from(xsalsa20poly1305(secret, sealed.subarray(0, 24)).decrypt(sealed.subarray(24)));
}
