import type { Encoding } from "@keyferry/core/delivery";
import { curlConfig, curlQuoted, curlUsername } from "./curl-config.ts";
import type { Encoder } from "./encoder.ts";
import { asciiLine, line } from "./line.ts";
import { lftp, mbsyncConfig, msmtpConfig, sshConfig } from "./quoted.ts";
import { rcloneObscure } from "./rclone-obscure.ts";
import { rclonePem, rcloneValue } from "./rclone-value.ts";

/** The function of each encoding that a recipe may name. */
export const ENCODERS: Readonly<Record<Encoding, Encoder>> = {
  raw: { encode: (text) => text },
  base64: { encode: (text) => Buffer.from(text).toString("base64") },
  "ascii-line": asciiLine,
  "curl-config": curlConfig,
  "curl-quoted": curlQuoted,
  "curl-username": curlUsername,
  lftp,
  line,
  "mbsync-config": mbsyncConfig,
  "msmtp-config": msmtpConfig,
  "ssh-config": sshConfig,
  "json-string": { encode: (text) => JSON.stringify(text) },
  "rclone-obscure": rcloneObscure,
  "rclone-pem": rclonePem,
  "rclone-value": rcloneValue,
  // encodeURIComponent leaves !'()* as they are; a reader of RFC 3986 may take them for delimiters.
  "url-percent": {
    encode: (text) =>
      encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
  },
};
