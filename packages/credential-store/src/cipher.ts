import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Bytes of a key, of a nonce and of a tag of AES-256-GCM (NIST SP 800-38D). */
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = "aes-256-gcm";

/** A sealed text as the file holds it: base64, the tag behind the bytes. */
export interface Sealed {
  readonly nonce: string;
  readonly sealed: string;
}

/** Seals under a fresh random nonce. `bound` must be the same at opening. */
export function seal(key: Buffer, plain: Buffer, bound: string): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(bound));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { nonce: nonce.toString("base64"), sealed: sealed.toString("base64") };
}

/** What was sealed; undefined where the key, the bound text or a single bit is another. */
export function unseal(key: Buffer, { nonce, sealed }: Sealed, bound: string): Buffer | undefined {
  const iv = fromBase64(nonce);
  const bytes = fromBase64(sealed);
  if (iv?.length !== NONCE_BYTES || bytes === undefined || bytes.length < TAG_BYTES) return undefined;
  const end = bytes.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(bound));
  decipher.setAuthTag(bytes.subarray(end));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, end)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** Strict: Node's own reading skips what is no base64, so that many texts would stand for the same bytes. */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

/** A key as keepers hold it in texts and files: base64 of 32 bytes, one line break at most behind it. */
export function keyFromText(text: string): Buffer | undefined {
  const bytes = fromBase64(text.replace(/\r?\n$/, ""));
  return bytes?.length === KEY_BYTES ? bytes : undefined;
}
