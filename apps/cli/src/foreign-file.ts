import { readFile } from "node:fs/promises";
import { usageError } from "./usage-error.ts";

/** A file that a person names, with the name that messages use. Throws `KeyferryError` (`usage`) where it cannot be read. */
export async function foreignFile(path: string): Promise<{ readonly bytes: Uint8Array; readonly path: string }> {
  try {
    return { bytes: await readFile(path), path };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    throw usageError(`the file cannot be read: ${code}`, "name a file that is there and that you may read");
  }
}
