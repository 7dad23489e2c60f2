import { createReadStream } from "node:fs";
import { printable } from "./output/printable.ts";
import { usageError } from "./usage-error.ts";

/** Far more than any real one needs; a device has no end. */
const MOST_BYTES = 4 * 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "you may not read it",
  EPERM: "you may not read it",
};

/**
 * A file that a person names, with the name that messages use. Throws `KeyferryError` (`usage`) where it cannot be read, or is
 * larger than 4 MiB.
 */
export async function foreignFile(path: string): Promise<{ readonly bytes: Uint8Array; readonly path: string }> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MOST_BYTES) break;
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    throw usageError(
      `the file ${printable(path)} cannot be read: ${REASONS[code] ?? code}`,
      "name a file that is there and that you may read",
    );
  }
  if (length > MOST_BYTES)
    throw usageError(
      `the file ${printable(path)} is larger than 4 MiB`,
      "name a file that was exported, or a short text",
    );
  return { bytes: Buffer.concat(chunks), path };
}
