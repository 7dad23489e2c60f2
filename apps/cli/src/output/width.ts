import stringWidth from "string-width";
import { isPlain } from "./printable.ts";

/** The columns that a text takes on a terminal. It is printable already. */
export function widthOf(text: string): number {
  // Nearly every cell of a listing; the package takes each text apart into graphemes.
  return isPlain(text) ? text.length : stringWidth(text);
}
