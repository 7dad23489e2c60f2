import type { Readable } from "node:stream";

export interface CollectLimits {
  readonly maxBytes: number;
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** Why a stream was given up. */
export type Unread = "long" | "slow" | "cancelled" | "broken";

/**
 * Reads a stream to its end, or up to the limits: then the stream is destroyed, and what it gave is overwritten. Never
 * throws.
 */
export async function collect(
  stream: Readable,
  { maxBytes, ms, signal }: CollectLimits,
): Promise<{ readonly bytes: Buffer } | { readonly unread: Unread }> {
  const chunks: Buffer[] = [];
  let length = 0;
  let timer: NodeJS.Timeout | undefined;
  const { promise, resolve } = Promise.withResolvers<Unread | undefined>();
  const onAbort = () => resolve("cancelled");
  try {
    timer = setTimeout(() => resolve("slow"), ms);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    stream.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) resolve("long");
    });
    // Stays attached: a destroyed stream may still emit an error, which nobody is left to handle.
    stream.on("error", () => resolve("broken"));
    stream.on("end", () => resolve(undefined));
    stream.on("close", () => resolve("broken"));
    const unread = await promise;
    if (unread !== undefined) return { unread };
    return { bytes: Buffer.concat(chunks) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    stream.destroy();
    for (const chunk of chunks) chunk.fill(0);
  }
}
