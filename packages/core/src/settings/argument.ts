import { escapeText } from "./quote.ts";

/**
 * One of our names as an argument in a command that a person copies from a message: quoted for a shell if necessary.
 */
export function argument(name: string): string {
  return /^[\w.@+-]+$/.test(name) ? name : `'${escapeText(name).replaceAll("'", "'\\''")}'`;
}
