import { createHash } from "node:crypto";
import type { AuditEntry, AuditHead } from "../contract/audit.ts";

/** An entry with its place in the chain. */
export type AuditRecord = AuditEntry & {
  readonly v: 1;
  /** From 1, without a gap. */
  readonly seq: number;
  /** The hash of the record before; of the first: {@link GENESIS}. */
  readonly prev: string;
  /** ISO 8601 instant at which it was written. */
  readonly time: string;
  /** SHA-256 of everything before it on the line, in hexadecimal digits. */
  readonly hash: string;
};

export const GENESIS: AuditHead = { count: 0, hash: "0".repeat(64) };

const TAIL = /^,"hash":"([0-9a-f]{64})"\}$/;
const TAIL_BYTES = 75;
/** Characters that JSON.stringify does not escape but a terminal would act on: the log may be read with `cat`. */
const HIDDEN = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The line of an entry that follows `before`, without its line break, and the new head. */
export function formatRecord(entry: AuditEntry, before: AuditHead, time: Date): { line: string; head: AuditHead } {
  const seq = before.count + 1;
  const text = JSON.stringify({ v: 1, seq, prev: before.hash, time: time.toISOString(), ...entry });
  const signed = text.slice(0, -1).replace(HIDDEN, escaped);
  const hash = sha256(signed);
  return { line: `${signed},"hash":"${hash}"}`, head: { count: seq, hash } };
}

/** A record, or why a line is not one. Nothing of the line is quoted. */
export type ReadRecord =
  | { readonly ok: true; readonly record: AuditRecord }
  | { readonly ok: false; readonly problem: "form" | "hash"; readonly seq?: number };

/** Parses one line, without its line break. Whether it fits the chain is not checked here. */
export function readRecord(line: Buffer): ReadRecord {
  const tail = TAIL.exec(line.subarray(-TAIL_BYTES).toString("latin1"));
  const record = parse(line);
  if (record === undefined || tail === null) return { ok: false, problem: "form" };
  if (sha256(line.subarray(0, -TAIL_BYTES)) !== tail[1]) return { ok: false, problem: "hash", seq: record.seq };
  return { ok: true, record };
}

function parse(line: Buffer): AuditRecord | undefined {
  try {
    const value: unknown = JSON.parse(line.toString("utf8"));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whoever can write a correct hash can write anything else, so what listings read is checked. */
function isRecord(value: unknown): value is AuditRecord {
  if (!isObject(value) || value.v !== 1 || !Number.isSafeInteger(value.seq)) return false;
  if (![value.prev, value.time, value.kind].every(isText)) return false;
  if (value.kind === "mended") return Number.isSafeInteger(value.tornBytes) && isText(value.tornSha256);
  if (value.kind === "ended") return isText(value.run) && isText(value.outcome) && Number.isInteger(value.exitCode);
  if (!isObject(value.who) || ![value.run, value.purpose, value.who.user, value.who.host].every(isText)) return false;
  if (value.profile !== undefined && !(isObject(value.profile) && isText(value.profile.name))) return false;
  const named = value.kind === "resolved" ? value.uses : value.failures;
  return Array.isArray(named) && named.every(isObject);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value instanceof Object && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
