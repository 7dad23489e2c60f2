import stringWidth from "string-width";

const ASCII = /^[ -~]*$/;

/** The columns that a text takes on a terminal. It is printable already. */
export function widthOf(text: string): number {
  // Nearly every cell of a listing; the package takes each text apart into graphemes.
  return ASCII.test(text) ? text.length : stringWidth(text);
}
