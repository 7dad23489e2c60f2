import { randomBytes } from "node:crypto";
import { type FileHandle, lstat, open, rename, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { RunReport } from "@keyferry/core";
import { jsonText } from "../output/printable.ts";
import { usageError } from "../usage-error.ts";

/** A file that takes a run's report at its end. */
export interface ReportFile {
  /** Puts the report in place, whole. Throws `KeyferryError` (`usage`). */
  write(report: RunReport): Promise<void>;
  /** Takes back what was prepared, where no report was written. */
  dispose(): Promise<void>;
}

/** Proves before the run that the report can be written: a file beside it, mode 0600, is made now. Throws `KeyferryError` (`usage`). */
export async function prepareReport(path: string): Promise<ReportFile> {
  const target = resolve(path);
  const temporary = join(dirname(target), `.keyferry-report-${randomBytes(8).toString("hex")}.tmp`);
  const there = await lstat(target).catch(() => undefined);
  if (there && !there.isFile()) throw refused(path, "what stands there is no regular file");
  let file: FileHandle | undefined = await open(temporary, "wx", 0o600).catch((error: unknown) => {
    throw refused(path, reason(error));
  });
  return {
    async write(report) {
      try {
        await file?.writeFile(jsonText(report));
        await file?.close();
        file = undefined;
        await rename(temporary, target);
      } catch (error) {
        throw refused(path, reason(error));
      }
    },
    async dispose() {
      await file?.close().catch(() => undefined);
      await unlink(temporary).catch(() => undefined);
    },
  };
}

function refused(path: string, why: string) {
  return usageError(
    `the report cannot be written to ${JSON.stringify(path)}: ${why}`,
    "name a file in a folder of yours",
  );
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR") return "there is no such folder";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "there is no permission";
  if (code === "ENOSPC" || code === "EDQUOT") return "there is no space left";
  return /^E[A-Z0-9]+$/.test(code) ? code : "for an unknown reason";
}
