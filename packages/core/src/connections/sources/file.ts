import { isAbsolute } from "node:path";
import { isPlainLine } from "../../plugins/safe-text.ts";
import type { SourceFile, SourceReader } from "./reader.ts";
import type { SourceKind, SourceReading } from "./source.ts";

const MAX_BYTES = 64 * 1024;
const OTHERS = 0o077;

/** `file:/absolute/path`: a file that only this user or root can read, read anew at each opening. */
export const fileSource: SourceKind = {
  kind: "file",
  form: "file:/absolute/path",
  parse(rest) {
    if (!isAbsolute(rest) || !isPlainLine(rest) || rest.length > 4_096) return undefined;
    return { read: (reader) => readFile(rest, reader) };
  },
};

async function readFile(path: string, reader: SourceReader): Promise<SourceReading> {
  let file: SourceFile;
  try {
    file = await reader.openFile(path);
  } catch (thrown) {
    return openFailure(path, thrown);
  }
  try {
    return (await placeFailure(path, file, reader)) ?? (await readText(path, file));
  } catch {
    return failed("unauthenticated", `the file ${path} cannot be read`, "check the disk and the file");
  } finally {
    await file.close().catch(() => undefined);
  }
}

function openFailure(path: string, thrown: unknown): SourceReading {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  if (code === "ENOENT")
    return failed("unauthenticated", `the file ${path} does not exist`, "create it with mode 0600");
  if (code === "ELOOP" || code === "EMLINK") {
    return failed("settings", `${path} is a symbolic link, which is not followed`, "name the file itself");
  }
  return failed("unauthenticated", `the file ${path} cannot be opened`, "check who owns it, and its mode");
}

/** The open file is asked, not the path, so that nobody can change it between the check and the reading. */
async function placeFailure(
  path: string,
  file: SourceFile,
  { euid }: SourceReader,
): Promise<SourceReading | undefined> {
  const stat = await file.stat();
  if (!stat.isFile()) return failed("settings", `${path} is not a regular file`, "name a regular file");
  if (euid === undefined) return undefined;
  if (stat.uid !== euid && stat.uid !== 0) {
    return failed("settings", `the file ${path} belongs to another user`, "make it yours");
  }
  if ((stat.mode & OTHERS) !== 0) {
    return failed("settings", `the file ${path} is open to other users`, `run: chmod 600 ${path}`);
  }
  return undefined;
}

async function readText(path: string, file: SourceFile): Promise<SourceReading> {
  const buffer = Buffer.alloc(MAX_BYTES + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
    length += bytesRead;
    if (bytesRead === 0 || length === buffer.length) break;
  }
  if (length > MAX_BYTES) return failed("settings", `the file ${path} is longer than 64 KiB`, "name another file");
  if (length === 0) return failed("unauthenticated", `the file ${path} is empty`, "write the credential into it");
  try {
    const value = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(buffer.subarray(0, length));
    return { ok: true, value };
  } catch {
    return failed("unauthenticated", `the file ${path} is not UTF-8 text`, "write it again as UTF-8");
  } finally {
    buffer.fill(0);
  }
}

function failed(code: "unauthenticated" | "settings", message: string, hint: string): SourceReading {
  return { ok: false, code, message, hint };
}
