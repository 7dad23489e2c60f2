import type { SecretType } from "../settings/model.ts";

const PEM = /^-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----\r?\n[\s\S]+\r?\n-----END \1-----\s*$/;
const PEM_PUBLIC = /^-----BEGIN [A-Z0-9 ]*(PUBLIC KEY|CERTIFICATE)-----/;
const SSH_PUBLIC = /^(ssh-(rsa|dss|ed25519)|ecdsa-sha2-\S+|sk-\S+) /;
const PUTTY = /^PuTTY-User-Key-File-\d+:/;

/**
 * Why a value cannot have the type that its definition says; undefined if it can. Text and binary values are told apart
 * by their JavaScript types. The words describe only the form of the value, and quote nothing of it.
 */
export function typeProblem(value: string | Uint8Array, type: SecretType | undefined): string | undefined {
  if (value.length === 0) return "the value is empty";
  if (type === undefined) return undefined;
  if (type === "private-key") return privateKeyProblem(value);
  if (typeof value !== "string") return `the value is binary, and a ${type} is text`;
  if (/[\r\n]/.test(value)) return `the value has a line break, and a ${type} has none`;
  return undefined;
}

function privateKeyProblem(value: string | Uint8Array): string | undefined {
  if (typeof value !== "string") {
    return isDer(value) ? undefined : "the value is binary, and no private key in DER form";
  }
  const text = value.trimStart();
  if (PEM.test(text) || PUTTY.test(text)) return undefined;
  if (PEM_PUBLIC.test(text) || SSH_PUBLIC.test(text))
    return "the value is a public key or a certificate, not a private key";
  if (text.startsWith("-----BEGIN ")) return "the value begins like a PEM private key, but does not end like one";
  return "the value is no private key in PEM, OpenSSH, PuTTY or DER form";
}

/**
 * Whether this is a DER sequence of the length that it declares (X.690 section 8.1.3), as PKCS#1, PKCS#8 and PKCS#12
 * keys are.
 */
function isDer(bytes: Uint8Array): boolean {
  const [tag, first] = bytes;
  if (tag !== 0x30 || first === undefined) return false;
  if (first < 0x80) return bytes.length === 2 + first;
  const lengthBytes = first & 0x7f;
  if (lengthBytes < 1 || lengthBytes > 4) return false;
  const length = bytes.subarray(2, 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes.length === 2 + lengthBytes + length;
}
