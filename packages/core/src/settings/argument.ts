import { escapeText } from "./quote.ts";

/** A name of ours as an argument of a command that a person copies from a message: quoted for a shell where it must be. */
export function argument(name: string): string {
  return /^[\w.@+-]+$/.test(name) ? name : `'${escapeText(name).replaceAll("'", "'\\''")}'`;
}
