import { sealText, tooLong } from "./credential-text.ts";
import type { SourceFile, SourceReader } from "./reader.ts";
import { failed, type SourceReading } from "./source.ts";

export interface FileRules {
  readonly maxBytes: number;
  /** The bits of a file's mode that others must not have. */
  readonly forbidden: (file: { readonly uid: number }) => number;
}

/** Reads a file that only this user or root can read, without following a link at the path's end. */
export async function readCredentialFile(path: string, reader: SourceReader, rules: FileRules): Promise<SourceReading> {
  let file: SourceFile;
  try {
    file = await reader.openFile(path);
  } catch (thrown) {
    return openFailure(path, thrown);
  }
  try {
    return (await placeFailure(path, file, reader, rules)) ?? (await readText(path, file, rules.maxBytes));
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
  { forbidden }: FileRules,
): Promise<SourceReading | undefined> {
  const stat = await file.stat();
  if (!stat.isFile()) return failed("settings", `${path} is not a regular file`, "name a regular file");
  if (euid === undefined) return undefined;
  if (stat.uid !== euid && stat.uid !== 0) {
    return failed("settings", `the file ${path} belongs to another user`, "make it yours");
  }
  if ((stat.mode & forbidden(stat)) !== 0) {
    return failed("settings", `the file ${path} is open to other users`, `run: chmod 600 ${path}`);
  }
  return undefined;
}

async function readText(path: string, file: SourceFile, maxBytes: number): Promise<SourceReading> {
  const buffer = Buffer.alloc(maxBytes + 1);
  try {
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) break;
    }
    if (length > maxBytes) return tooLong(`the file ${path}`, maxBytes);
    return sealText(buffer.subarray(0, length), `the file ${path}`, maxBytes);
  } finally {
    buffer.fill(0);
  }
}
