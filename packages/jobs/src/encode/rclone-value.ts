import type { Encoder } from "./encoder.ts";
import { lineFault } from "./line.ts";

/**
 * A value of rclone's config file, which is one line: blanks at its ends are dropped, and quotes and backquotes at its beginning have a
 * meaning (https://github.com/Unknwon/goconfig, which reads it).
 */
export const rcloneValue: Encoder = {
  fault: (text) =>
    lineFault(text) ?? (/^["\s`]|\s$/.test(text) ? "begins or ends with a sign that rclone would drop" : undefined),
  encode: (text) => text,
};

/** A private key on one line: "all new line replaced with '\\n'" (https://rclone.org/sftp/#sftp-key-pem). */
export const rclonePem: Encoder = {
  fault: (text) => (text.includes("\0") ? "holds a NUL byte, which ends a text" : undefined),
  encode: (text) => text.trimEnd().replace(/\r?\n/g, "\\n"),
};
