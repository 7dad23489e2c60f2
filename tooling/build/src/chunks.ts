/** Modules that are published as one file: these and all that they load at import, out of what no earlier row has. */
export interface Chunk {
  readonly name: string;
  /** Under the package's `src`. */
  readonly modules: readonly string[];
}

/**
 * Each file costs about half a millisecond to find, read and link, whatever is in it. So what is loaded together is published
 * together; what a command does not need stays a file of its own.
 */
export const CHUNKS: Readonly<Record<string, readonly Chunk[]>> = {
  "@keyferry/core": [
    // A plugin's own copy of core loads no host.
    { name: "contract", modules: ["contract/provider.ts", "secret/delivery.ts"] },
    { name: "host", modules: ["index.ts"] },
  ],
  // The way of `keyferry run`; each other command is loaded when it is chosen.
  keyferry: [{ name: "cli", modules: ["begin.ts", "commands/run.ts"] }],
};
