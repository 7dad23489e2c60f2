import { randomBytes } from "node:crypto";
import { ownFile } from "@keyferry/core";
import { fromBase64, KEY_BYTES } from "../cipher.ts";
import { keeperProblem } from "../problem.ts";
import type { KeeperKind } from "./keeper.ts";
import { isPath } from "./key-file.ts";

/** The first identity of a file as `age-keygen` writes it (https://age-encryption.org/v1): comments and empty lines aside. */
const IDENTITY = /^AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]+$/m;

/** `age:/absolute/path`: the identity in that file, which only this user can read, opens the key. */
export const ageKeeper: KeeperKind = {
  parse: (identity) => (isPath(identity) ? { identity } : undefined),
  make({ identity: path = "", key: wrapped }, { env }) {
    if (!isPath(path)) return undefined;
    const text = `age:${path}`;
    const read = async (): Promise<string> => {
      const bytes = await ownFile(path, env).read();
      if (bytes === undefined) {
        throw keeperProblem(text, "the identity's file is not there", "put it back, or mount the disk that holds it");
      }
      const identity = IDENTITY.exec(bytes.toString("latin1").replaceAll("\r", ""))?.[0];
      bytes.fill(0);
      if (identity !== undefined) return identity;
      throw keeperProblem(
        text,
        "the file holds no age identity",
        "make one with age-keygen; plugins are not supported",
      );
    };
    return {
      text,
      async create() {
        const { Encrypter, identityToRecipient } = await import("age-encryption");
        const identity = await read();
        const key = randomBytes(KEY_BYTES);
        const encrypter = new Encrypter();
        try {
          encrypter.addRecipient(await identityToRecipient(identity));
        } catch {
          throw keeperProblem(text, "the file holds no age identity that fits", "make one with age-keygen");
        }
        const sealed = Buffer.from(await encrypter.encrypt(key)).toString("base64");
        return { key, with: { identity: path, key: sealed } };
      },
      async recall() {
        const { Decrypter } = await import("age-encryption");
        const identity = await read();
        try {
          const decrypter = new Decrypter();
          decrypter.addIdentity(identity);
          const key = Buffer.from(await decrypter.decrypt(fromBase64(wrapped ?? "") ?? Buffer.alloc(0)));
          if (key.length === KEY_BYTES) return key;
        } catch {
          // Its text is not ours; a wrong identity and a damaged key look alike on purpose.
        }
        throw keeperProblem(text, "the identity does not open the key", "name the identity that it was sealed for");
      },
      release: async () => {},
    };
  },
};
