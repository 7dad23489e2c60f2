import { randomBytes } from "node:crypto";

/** A value that occurs nowhere by chance and that every encoding but the raw ones changes little. */
export function canary(): string {
  return `cnry_${randomBytes(16).toString("hex")}`;
}

/** A value that occurs nowhere by chance and holds what encodings must escape: quotes, shell and markup signs, a line break, two planes of Unicode. */
export function hostileCanary(): string {
  return `p"a$s'\n&€<🔑>${randomBytes(16).toString("hex")}`;
}
