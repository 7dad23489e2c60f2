import type { Encoding } from "@keyferry/core/delivery";
import { curlConfig } from "./curl-config.ts";
import type { Encoder } from "./encoder.ts";
import { rcloneObscure } from "./rclone-obscure.ts";

/** The function of each encoding that a recipe may name. */
export const ENCODERS: Readonly<Record<Encoding, Encoder>> = {
  raw: { encode: (text) => text },
  base64: { encode: (text) => Buffer.from(text).toString("base64") },
  "curl-config": curlConfig,
  "json-string": { encode: (text) => JSON.stringify(text) },
  "rclone-obscure": rcloneObscure,
  // encodeURIComponent leaves !'()* as they are; a reader of RFC 3986 may take them for delimiters.
  "url-percent": {
    encode: (text) =>
      encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
  },
};
