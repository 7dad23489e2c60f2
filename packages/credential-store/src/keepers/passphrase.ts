import { randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { fromBase64, KEY_BYTES } from "../cipher.ts";
import { problem } from "../problem.ts";
import type { KeeperKind } from "./keeper.ts";

/** RFC 7914; 128 MiB of memory, which is more than Node's own limit. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 160 * 1024 * 1024 };
const SALT_BYTES = 16;
const SHORTEST = 12;
const TEXT = "passphrase";

/**
 * `passphrase`: asked for on a terminal, or read once from the descriptor that KEYFERRY_PASSPHRASE_FD names; never
 * taken from an argument.
 */
export const passphraseKeeper: KeeperKind = {
  parse: (rest) => (rest === "" ? {} : undefined),
  make({ salt: recorded }, world) {
    return {
      text: TEXT,
      async create() {
        const passphrase = await world.passphrase(true);
        if (passphrase.length < SHORTEST) {
          throw problem("usage", `keeper ${TEXT}`, "the passphrase is short", `take at least ${SHORTEST} characters`);
        }
        const salt = randomBytes(SALT_BYTES);
        return { key: await derive(passphrase, salt), with: { salt: salt.toString("base64") } };
      },
      async recall() {
        const salt = fromBase64(recorded ?? "") ?? Buffer.alloc(0);
        return derive(await world.passphrase(false), salt);
      },
      release: async () => {},
    };
  },
};

/** The same characters give the same key, however the keyboard composed them. */
function derive(passphrase: string, salt: Buffer): Promise<Buffer> {
  const run = promisify<Buffer, Buffer, number, typeof COST, Buffer>(scrypt);
  return run(Buffer.from(passphrase.normalize("NFC")), salt, KEY_BYTES, COST);
}
