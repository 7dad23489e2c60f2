import type { Encoder } from "./encoder.ts";

/** Why a text is no single line, for programs that read one. */
export function lineFault(text: string): string | undefined {
  if (text.includes("\0")) return "holds a NUL byte, which ends a text";
  return /[\r\n]/.test(text) ? "holds a line break, which the program cannot read" : undefined;
}

/** A line as it is, for files of lines such as smbclient's and rsync's. */
export const line: Encoder = { fault: lineFault, encode: (text) => text };

/** The same for programs that take nothing but ASCII there. */
export const asciiLine: Encoder = {
  fault: (text) =>
    lineFault(text) ??
    (/[^\x20-\x7e]/.test(text) ? "holds a letter beyond ASCII, which the program refuses" : undefined),
  encode: (text) => text,
};
