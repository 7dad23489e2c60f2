/** How single characters are written: by a table, or by a function that gives undefined for those that stay. */
export type Writing = Readonly<Record<string, string>> | ((character: string) => string | undefined);

/** A text with its characters (whole code points) written by the first of the writings that says how. */
export function written(text: string, ...writings: readonly Writing[]): string {
  let out = "";
  for (const character of text) out += writingOf(character, writings) ?? character;
  return out;
}

function writingOf(character: string, writings: readonly Writing[]): string | undefined {
  for (const writing of writings) {
    const found = typeof writing === "function" ? writing(character) : ownOf(writing, character);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ownOf(table: Readonly<Record<string, string>>, character: string): string | undefined {
  return Object.hasOwn(table, character) ? table[character] : undefined;
}

/** A writing for the characters beyond ASCII alone. */
export function beyondAscii(write: (character: string) => string): Writing {
  return (character) => (character > "\x7f" ? write(character) : undefined);
}
