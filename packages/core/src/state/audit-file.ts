import { constants } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";
import type { AuditHead } from "../contract/audit.ts";
import { isKeyferryError, type KeyferryError } from "../contract/failure.ts";
import type { Platform } from "../settings/platform.ts";
import { errorCode, fileProblem, settingsProblem } from "../settings/problem.ts";
import { GENESIS, readRecord, sha256 } from "./audit-record.ts";

// Without O_NONBLOCK, opening a pipe that lies in place of the file would wait forever. Windows has neither flag.
const GUARD = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const APPEND = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | GUARD;
const CHUNK = 8 * 1024;
/** No record is that long: 10,000 uses take a tenth of it. */
export const LONGEST_LINE = 32 * 1024 * 1024;
const LINE_BREAK = 0x0a;

/** What a killed writer left after the last line break. */
export interface Torn {
  readonly bytes: number;
  readonly sha256: string;
}

/** The end of the log: the last record, and what follows it. */
export interface Tail {
  readonly head: AuditHead;
  /** Where the next byte goes. */
  readonly size: number;
  readonly torn?: Torn;
  /** Only the line break after the last record is missing. */
  readonly unbroken?: true;
}

/**
 * Opens the log for appending, and checks that it is ours and not a link. Creates it if it is missing. Throws
 * `KeyferryError` (`settings`).
 */
export async function openLog(path: string, platform: Platform): Promise<FileHandle> {
  return guarded(path, "changed", async () => {
    await refuseLink(path);
    return checked(await open(path, APPEND, 0o600), path, platform);
  });
}

/** The same for reading; undefined if there is no log. */
export async function openLogToRead(path: string, platform: Platform): Promise<FileHandle | undefined> {
  return guarded(path, "read", async () => {
    try {
      await refuseLink(path);
      return await checked(await open(path, constants.O_RDONLY | GUARD), path, platform);
    } catch (error) {
      if (errorCode(error) === "ENOENT") return undefined;
      throw error;
    }
  });
}

/** Reads only the end, however long the log is. Throws `KeyferryError` (`settings`) if its last record was changed. */
export async function readTail(file: FileHandle, path: string): Promise<Tail> {
  const { size } = await file.stat();
  if (size === 0) return { head: GENESIS, size };
  const end = await bytesBehindLineBreak(file, path, size);
  if (end.length === 0) return { head: headOf(await lineBefore(file, path, size), path), size };
  // A record that only lacks its line break is complete: the next writer adds it.
  const last = readRecord(end);
  if (last.ok) return { head: { count: last.record.seq, hash: last.record.hash }, size, unbroken: true };
  const torn = { bytes: end.length, sha256: sha256(end) };
  const before = size - end.length;
  return { head: before === 0 ? GENESIS : headOf(await lineBefore(file, path, before), path), size, torn };
}

function headOf(line: Buffer, path: string): AuditHead {
  const read = readRecord(line);
  if (read.ok) return { count: read.record.seq, hash: read.record.hash };
  throw settingsProblem(
    path,
    "the last record of the audit log was changed by something else",
    "keyferry audit verify says more; move the file to a safe place to begin a new log",
  );
}

/** The line that ends right before `end`, which is the place of a line break. */
async function lineBefore(file: FileHandle, path: string, end: number): Promise<Buffer> {
  return bytesBehindLineBreak(file, path, end - 1);
}

async function bytesBehindLineBreak(file: FileHandle, path: string, end: number): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  for (let from = end; from > 0; ) {
    const length = Math.min(CHUNK, from);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, from - length);
    const chunk = buffer.subarray(0, bytesRead);
    const at = chunk.lastIndexOf(LINE_BREAK);
    bytes = Buffer.concat([chunk.subarray(at + 1), bytes]);
    if (at >= 0) break;
    if (bytes.length > LONGEST_LINE) {
      throw settingsProblem(path, "the last line of the audit log is no record: it is too long", "move the file away");
    }
    from -= length;
  }
  return bytes;
}

async function checked(file: FileHandle, path: string, platform: Platform): Promise<FileHandle> {
  try {
    await platform.checkFile(path, await file.stat(), "user");
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function refuseLink(path: string): Promise<void> {
  const link = await lstat(path).catch(() => undefined);
  if (link?.isSymbolicLink()) {
    throw settingsProblem(path, "it is a symbolic link", "put the file itself there, or take the link away");
  }
}

async function guarded<T>(path: string, doing: "read" | "changed", work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asProblem(path, doing, error);
  }
}

export function asProblem(path: string, doing: "read" | "changed", error: unknown): KeyferryError {
  return isKeyferryError(error) ? error : fileProblem(path, doing, error);
}
