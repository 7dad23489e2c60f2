import { usageError } from "./usage-error.ts";

const MOST_BYTES = 64 * 1024;

/** A stream to its end, as text. Throws `KeyferryError` (`usage`) for what no credential is. */
export async function readInput(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    chunks.push(bytes);
    length += bytes.length;
    if (length > MOST_BYTES) throw usageError("standard input is longer than 64 KiB", "give the credential alone");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    throw usageError("standard input is not UTF-8 text", "write the credential as UTF-8");
  }
}
