import type { AuditHead } from "@keyferry/core";
import { usageError } from "../usage-error.ts";

/** The head of the audit as `--expect` takes it. */
export function headText({ count, hash }: AuditHead): string {
  return `${count}:${hash}`;
}

/** Reads `COUNT:HASH`. Throws `KeyferryError` (`usage`). */
export function parseHead(text: string): AuditHead {
  const [, count, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (count === undefined || hash === undefined) {
    throw usageError("--expect takes the head of an audit", "write COUNT:HASH, as keyferry audit verify prints it");
  }
  return { count: Number(count), hash: hash.toLowerCase() };
}
