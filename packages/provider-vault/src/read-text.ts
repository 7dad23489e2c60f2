import { open } from "node:fs/promises";
import { refuse } from "./connection.ts";

/** Bytes: a bundle of all public CAs has a quarter of it. */
const MAX_BYTES = 1024 * 1024;

/** Reads a text file that a field names. Throws a `ProviderError` (`invalid-connection`) that names the field alone. */
export async function readText(field: string, path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    await using file = await open(path);
    const buffer = new Uint8Array(MAX_BYTES + 1);
    const { bytesRead } = await file.read(buffer, 0, buffer.length);
    bytes = buffer.subarray(0, bytesRead);
  } catch {
    return refuse(`the file that ${field} names cannot be read`, "check its path and its mode");
  }
  if (bytes.length === 0) return refuse(`the file that ${field} names is empty`, "check it");
  if (bytes.length > MAX_BYTES) return refuse(`the file that ${field} names is longer than 1 MiB`, "check its path");
  return new TextDecoder().decode(bytes);
}
