/** What bash's `printf %q` sets a backslash before (lib/sh/shquote.c of bash: `sh_backslash_quote`). */
const BACKSLASHED = /[ '"\\|&;()<>!{}*[\]?^$`,]|^[#~]|(?<=[:=])~/g;

/** What the `echo` of POSIX shells makes of a backslash and what follows (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/echo.html). */
const ECHOED: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

/**
 * A text as a shell's word (single quotes in both ways, double quotes, backslashes), as `echo` of sh prints it, with the quotes
 * doubled as SQL, YAML, CSV and PowerShell do, and with the dollars doubled as make and compose files do.
 */
export function shellForms(text: string): string[] {
  return [
    text.replace(/'/g, "'\\''"),
    text.replace(/'/g, `'"'"'`),
    text.replace(/"/g, '\\"'),
    text.replace(/["\\`$]/g, "\\$&"),
    ...(/[\t\n\r]/.test(text) ? [] : [text.replace(BACKSLASHED, "\\$&")]),
    echoed(text),
    text.replace(/'/g, "''"),
    text.replace(/"/g, '""'),
    text.replace(/\$/g, "$$$$"),
  ];
}

/** Nothing is printed behind `\c`. */
function echoed(text: string): string {
  let printed = "";
  let from = 0;
  for (const { 0: whole, 1: octal, 2: letter = "", index } of text.matchAll(/\\(?:0([0-7]{0,3})|([abcfnrtv\\]))/g)) {
    printed += text.slice(from, index);
    if (letter === "c") return printed;
    printed += octal === undefined ? ECHOED[letter] : String.fromCharCode(Number.parseInt(octal || "0", 8) & 0xff);
    from = index + whole.length;
  }
  return printed + text.slice(from);
}
