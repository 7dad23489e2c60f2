import { fstatSync, writeSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import type { AuditEntry, AuditHead, AuditSink } from "../contract/audit.ts";
import type { Clock } from "../contract/clock.ts";
import { Disk } from "../settings/disk.ts";
import { diskFileSystem } from "../settings/file-system.ts";
import { type FolderLock, processLock } from "../settings/lock.ts";
import type { Platform } from "../settings/platform.ts";
import { settingsProblem } from "../settings/problem.ts";
import { asProblem, openLog, readTail, type Tail } from "./audit-file.ts";
import { formatRecord } from "./audit-record.ts";

export interface AuditLogOptions {
  /** Absolute path of the log. Its folder is created if it is missing. */
  readonly path: string;
  readonly platform: Platform;
  readonly clock: Clock;
  readonly lock?: FolderLock;
  /** Called when a killed writer's torn line was found and noted in the log. */
  readonly onMended?: (path: string) => void;
}

const ATTEMPTS = 10;

interface Waiting {
  readonly entry: AuditEntry;
  readonly written: (head: AuditHead) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * The audit as one file: a JSON record on each line, each with the hash of the one before. Entries of one process that come
 * while another is written go into the file together.
 */
export class AuditLog implements AuditSink {
  readonly #options: AuditLogOptions;
  readonly #disk: Disk;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #looking: Promise<void> | undefined;

  constructor(options: AuditLogOptions) {
    this.#options = options;
    this.#disk = new Disk(diskFileSystem, options.platform);
  }

  /** Runs that begin at the same time share one check, so that their next reads also happen together. */
  ready(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { path, platform } = this.#options;
    await this.#disk.makeFolder(dirname(path));
    const file = await openLog(path, platform);
    try {
      await readTail(file, path);
    } catch (error) {
      throw asProblem(path, "read", error);
    } finally {
      await file.close();
    }
  }

  append(entry: AuditEntry): Promise<AuditHead> {
    return new Promise((written, failed) => {
      this.#waiting.push({ entry, written, failed });
      this.#writing ??= this.#writeAll().finally(() => {
        this.#writing = undefined;
      });
    });
  }

  async #writeAll(): Promise<void> {
    const { path } = this.#options;
    while (this.#waiting.length > 0) {
      try {
        await this.#disk.makeFolder(dirname(path));
        await this.#writeLocked();
      } catch (error) {
        for (const { failed } of this.#waiting.splice(0)) failed(asProblem(path, "changed", error));
      }
    }
  }

  /**
   * Writes everything that is waiting by now. A process that was stopped for long may lose the lock before it wrote
   * anything; then it takes it again.
   */
  async #writeLocked(): Promise<void> {
    const { path, lock = processLock } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      let lost = false;
      try {
        await lock.hold(dirname(path), async (held) => {
          const part = [...this.#waiting];
          lost = !(await this.#write(part, () => {
            lost = true;
            held();
            lost = false;
          }));
          if (!lost) this.#waiting.splice(0, part.length);
          else if (attempt >= ATTEMPTS)
            throw settingsProblem(path, "something writes it without the lock", "end that program");
        });
        if (!lost) return;
      } catch (error) {
        if (!lost || attempt >= ATTEMPTS) throw error;
      }
    }
  }

  async #write(part: readonly Waiting[], held: () => void): Promise<boolean> {
    const { path, platform, clock, onMended } = this.#options;
    const file = await openLog(path, platform);
    try {
      const tail = await readTail(file, path);
      let head = tail.head;
      let text = tail.torn !== undefined || tail.unbroken ? "\n" : "";
      const add = (entry: AuditEntry): AuditHead => {
        const made = formatRecord(entry, head, clock.now());
        text += `${made.line}\n`;
        head = made.head;
        return head;
      };
      if (tail.torn) add({ kind: "mended", tornBytes: tail.torn.bytes, tornSha256: tail.torn.sha256 });
      const heads = part.map(({ entry }) => add(entry));
      if (!(await appendWhole(file, text, tail, held))) return false;
      for (const [index, { written }] of part.entries()) written(heads[index] ?? head);
      if (tail.torn) onMended?.(path);
      return true;
    } finally {
      await file.close();
    }
  }
}

/**
 * Writes everything or, if the disk is full, nothing. Between the last check of the lock and the write, nothing else
 * runs in this process. False if somebody else wrote meanwhile, since this process was taken for dead.
 */
async function appendWhole(file: FileHandle, text: string, { size }: Tail, held: () => void): Promise<boolean> {
  const bytes = Buffer.from(text);
  let written = 0;
  held();
  if (fstatSync(file.fd).size !== size) return false;
  try {
    while (written < bytes.length) written += writeSync(file.fd, bytes, written);
    await file.datasync();
    return true;
  } catch (error) {
    if (fstatSync(file.fd).size === size + written) await file.truncate(size).catch(() => undefined);
    throw error;
  }
}
