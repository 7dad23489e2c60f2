import type { Encoder } from "./encoder.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\v": "\\v",
};

/**
 * A quoted word of curl's config file: within double quotes it knows `\\`, `\"`, `\t`, `\n`, `\r` and `\v`
 * (https://curl.se/docs/manpage.html#-K).
 */
export const curlConfig: Encoder = {
  fault: (text) => (text.includes("\0") ? "holds a NUL byte, which curl cannot read" : undefined),
  encode: (text) => `"${text.replace(/[\\"\t\n\r\v]/g, (c) => ESCAPES[c] ?? c)}"`,
};
