import { createCipheriv, randomBytes } from "node:crypto";
import type { Encoder } from "./encoder.ts";

/** rclone's own key, the same in every copy of it: what it obscures is no better protected than plain text. */
const KEY = Buffer.from("9c935b48730a554d6bfd7c63c886a92bd390198eb8128afbf4de162b8b95f638", "hex");

/**
 * The form in which rclone takes passwords: base64url of a random block and the text under AES-CTR with a key that everyone knows
 * (https://github.com/rclone/rclone/blob/master/fs/config/obscure/obscure.go). It keeps eyes off, and no more.
 */
export const rcloneObscure: Encoder = {
  encode(text) {
    const start = randomBytes(16);
    const cipher = createCipheriv("aes-256-ctr", KEY, start);
    return Buffer.concat([start, cipher.update(text, "utf8"), cipher.final()]).toString("base64url");
  },
};
