import { randomBytes } from "node:crypto";
import { isAbsolute } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ownFile } from "@keyferry/core";
import { KEY_BYTES, keyFromText } from "../cipher.ts";
import { keeperProblem } from "../problem.ts";
import type { KeeperKind } from "./keeper.ts";

/**
 * `key-file:/absolute/path`: 32 random bytes as base64, in a file that only this user can read (0600). It protects
 * backups and copies of the sealed file.
 */
export const keyFileKeeper: KeeperKind = {
  parse: (path) => (isPath(path) ? { path } : undefined),
  make({ path = "" }, { env }) {
    if (!isPath(path)) return undefined;
    const text = `key-file:${path}`;
    const file = ownFile(path, env);
    const read = async (): Promise<Buffer | undefined> => {
      const bytes = await file.read();
      if (bytes === undefined) return undefined;
      const key = keyFromText(bytes.toString("latin1"));
      bytes.fill(0);
      if (key) return key;
      const form = "put its backup back: a key is 32 bytes as base64, on one line";
      throw keeperProblem(text, "the file holds no key", form);
    };
    const make = async (): Promise<Buffer> => {
      const key = randomBytes(KEY_BYTES);
      await file.create(`${key.toString("base64")}\n`);
      return key;
    };
    return {
      text,
      // An existing key is a person's choice, such as one on a separate disk. It is never overwritten.
      async create() {
        for (let tried = 1; ; tried += 1) {
          try {
            return { key: (await read()) ?? (await make()), with: { path } };
          } catch (thrown) {
            // Another process may be making the same first login, with its file created but not yet written.
            if (tried === 3) throw thrown;
            await sleep(100);
          }
        }
      },
      async recall() {
        const key = await read();
        if (key) return key;
        throw keeperProblem(text, "the key file is not there", "put it back, or mount the disk that holds it");
      },
      release: async () => {},
    };
  },
};

/** An absolute path on one line. */
export function isPath(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a path with a line break would write lines of its own.
  return isAbsolute(path) && path.length <= 4_096 && !/[\u0000-\u001f\u007f]/.test(path);
}
