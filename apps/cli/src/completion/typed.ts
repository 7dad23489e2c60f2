/** A command line up to the cursor. */
export interface Typed {
  /** The finished words behind the command's name, without quotes. */
  readonly words: readonly string[];
  /** The word at the cursor as far as it is typed, without quotes; empty behind a space. */
  readonly current: string;
  /** How much of `current` the shell does not replace. */
  readonly kept: number;
  /** The quote that is open at the cursor, where the shell leaves quoting to us. */
  readonly quote?: "'" | '"' | "";
}

/** From a shell that hands over words without their quotes, the command's name first and the word at the cursor last. */
export function typedWords(words: readonly string[]): Typed {
  return { words: words.slice(1, -1), current: words.at(-1) ?? "", kept: 0 };
}

/** From PowerShell, which hands over the same words in base64, with a NUL between them. */
export function typedBase64(words: string): Typed {
  return typedWords(Buffer.from(words, "base64").toString("utf8").split("\0"));
}

/**
 * From bash, which hands over the line as it is. Bash replaces only what follows the last `=` or `:` of a word outside of
 * quotes (COMP_WORDBREAKS: https://www.gnu.org/software/bash/manual/html_node/Bash-Variables.html).
 */
export function typedLine(line: string): Typed {
  const words: string[] = [];
  let word: string | undefined;
  let quote: Typed["quote"] = "";
  let kept = 0;
  const characters = [...line];
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? "";
    if (quote === "'" || (quote === '"' && character !== "\\")) {
      if (character === quote) quote = "";
      else word = (word ?? "") + character;
    } else if (character === "\\") {
      at += 1;
      word = (word ?? "") + (characters[at] ?? "");
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      kept = 0;
    } else {
      word = (word ?? "") + character;
      if (character === "=" || character === ":") kept = word.length;
    }
  }
  return { words: words.slice(1), current: word ?? "", kept, quote };
}

/** A word as bash reads it back, behind the quote that is open. Readline's own quoting leaves `$` to be expanded. */
export function quotedForBash(text: string, quote: Typed["quote"]): string {
  if (!quote) return text.replace(/[^\p{L}\p{N}\p{M}_./:=@%+,-]/gu, "\\$&");
  const quoted = quote === "'" ? text.replaceAll("'", "'\\''") : text.replace(/["$`\\]/g, "\\$&");
  // Readline closes the quote, unless the word ends as if it were closed.
  return quoted.endsWith(quote) ? quoted + quote : quoted;
}
