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
export const curlConfig: Encoder = { fault: curlFault, encode: (text) => `"${escaped(text)}"` };

/** A part of a quoted word, whose quotes stand in the text around it: `user = "NAME:PASSWORD"`. */
export const curlQuoted: Encoder = { fault: curlFault, encode: escaped };

/** The same for the user's name, which ends at the first colon (https://curl.se/docs/manpage.html#-u). */
export const curlUsername: Encoder = {
  fault: (text) => (text.includes(":") ? "holds a colon, which ends a user name for curl" : curlFault(text)),
  encode: escaped,
};

function curlFault(text: string): string | undefined {
  return text.includes("\0") ? "holds a NUL byte, which curl cannot read" : undefined;
}

function escaped(text: string): string {
  return text.replace(/[\\"\t\n\r\v]/g, (c) => ESCAPES[c] ?? c);
}
