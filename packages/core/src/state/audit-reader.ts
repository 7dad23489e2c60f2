import type { AuditHead } from "../contract/audit.ts";
import type { Platform } from "../settings/platform.ts";
import { LONGEST_LINE, openLogToRead, type Torn } from "./audit-file.ts";
import { type AuditRecord, GENESIS, type ReadRecord, readRecord, sha256 } from "./audit-record.ts";

/** The first record that was changed. */
export interface AuditFault {
  /** Its number, from 1. */
  readonly record: number;
  readonly problem: "changed" | "removed" | "damaged";
}

/** What a pass over the log finds, step by step. */
export type AuditStep =
  | { readonly kind: "record"; readonly record: AuditRecord }
  /** A torn line of a killed writer, which the next record notes. */
  | { readonly kind: "mended"; readonly torn: Torn }
  | { readonly kind: "fault"; readonly fault: AuditFault }
  /** Always last. `torn`: what a killed writer left at the end, with no record behind it yet. */
  | { readonly kind: "end"; readonly head: AuditHead; readonly torn?: Torn };

const LINE_BREAK = 0x0a;

/**
 * Reads the log from its first record, piece by piece, and checks each record against the one before. Continues after a
 * fault only if `past` is set, for listings. Throws `KeyferryError` (`settings`) if the file cannot be read safely.
 */
export async function* readLog(
  path: string,
  platform: Platform,
  { past = false }: { readonly past?: boolean } = {},
): AsyncGenerator<AuditStep> {
  let head = GENESIS;
  let doubtful: { readonly bytes: Buffer; readonly read: ReadRecord } | undefined;
  let faulty = false;
  for await (const line of lines(path, platform)) {
    const read = readRecord(line.bytes);
    if (read.ok && doubtful !== undefined && notes(read.record, doubtful.bytes, head)) {
      yield { kind: "mended", torn: tornOf(doubtful.bytes) };
      doubtful = undefined;
    }
    const fault = doubtful === undefined ? undefined : faultOf(doubtful.read, head);
    doubtful = undefined;
    const here = fault ?? (read.ok ? faultOf(read, head) : undefined);
    if (here !== undefined && !faulty) {
      faulty = true;
      yield { kind: "fault", fault: here };
      if (!past) return;
    }
    if (read.ok) {
      head = { count: read.record.seq, hash: read.record.hash };
      yield { kind: "record", record: read.record };
    } else {
      // It may be from a killed writer, which the next line would tell.
      doubtful = { bytes: line.bytes, read };
      if (!line.ended) {
        yield { kind: "end", head, torn: tornOf(line.bytes) };
        return;
      }
    }
  }
  if (doubtful !== undefined && !faulty) {
    const fault = faultOf(doubtful.read, head);
    if (fault) yield { kind: "fault", fault };
    if (!past) return;
  }
  yield { kind: "end", head };
}

/** Why a line cannot be the record after `head`; undefined if it can. */
function faultOf(read: ReadRecord, { count, hash }: AuditHead): AuditFault | undefined {
  const expected = count + 1;
  if (!read.ok) {
    if (read.problem === "form") return { record: expected, problem: "damaged" };
    return { record: expected, problem: read.seq === expected ? "changed" : "removed" };
  }
  if (read.record.seq !== expected) return { record: expected, problem: "removed" };
  if (read.record.prev === hash) return undefined;
  // This record remembers another one before it: that one was changed, together with its own hash.
  return { record: Math.max(1, count), problem: "changed" };
}

function notes(record: AuditRecord, torn: Buffer, head: AuditHead): boolean {
  return record.kind === "mended" && record.prev === head.hash && record.tornSha256 === sha256(torn);
}

function tornOf(line: Buffer): Torn {
  return { bytes: line.length, sha256: sha256(line) };
}

async function* lines(path: string, platform: Platform): AsyncGenerator<{ bytes: Buffer; ended: boolean }> {
  const file = await openLogToRead(path, platform);
  if (file === undefined) return;
  try {
    let parts: Buffer[] = [];
    let length = 0;
    for await (const chunk of file.createReadStream({ autoClose: false, highWaterMark: 256 * 1024 })) {
      let rest: Buffer = chunk;
      for (let at = rest.indexOf(LINE_BREAK); at >= 0; at = rest.indexOf(LINE_BREAK)) {
        const end = rest.subarray(0, at);
        yield { bytes: parts.length === 0 ? end : Buffer.concat([...parts, end]), ended: true };
        parts = [];
        length = 0;
        rest = rest.subarray(at + 1);
      }
      // Of a line that is too long for a record, the first bytes are enough to see that it is none.
      if (length <= LONGEST_LINE) parts.push(rest);
      length += rest.length;
    }
    if (length > 0) yield { bytes: Buffer.concat(parts), ended: false };
  } finally {
    await file.close();
  }
}
