import { ProgramError } from "../run/program-error.ts";

/**
 * The line with which `cmd.exe /d /e:ON /v:OFF /s /c "LINE"` starts a batch file and hands it exactly these arguments. Node
 * refuses to start one itself (https://nodejs.org/api/child_process.html#spawning-bat-and-cmd-files-on-windows), and
 * cross-spawn lets an argument with a quote run commands (https://github.com/moxystudio/node-cross-spawn/issues/171).
 * The rules are those of Rust's standard library since CVE-2024-24576
 * (https://github.com/rust-lang/rust/security/advisories/GHSA-q455-m56c-85mh). Throws `ProgramError` for what no quoting
 * can carry: a line break or a NUL in an argument, a quote in the file's name.
 */
export function batchCommandLine(file: string, args: readonly string[]): string {
  if (/["\0\r\n]/.test(file) || args.some((arg) => /[\0\r\n]/.test(arg))) {
    throw new ProgramError(file, "batch-argument");
  }
  return [`"${literalPercent(file)}"`, ...args.map(quote)].join(" ");
}

function quote(arg: string): string {
  // The plain ones stay bare, since a batch file sees the quotes too.
  if (/^[\w#$*+./:?@\\-]*[\w#$*+./:?@-]$/.test(arg)) return arg;
  // Backslashes count only before a quote: there each is doubled, and so are those before the closing one. A quote inside
  // is doubled too: to cmd.exe the argument stays quoted, so that `&` and its like stay text.
  const inside = arg.replace(/(\\*)"/g, '$1$1""').replace(/(\\+)$/, "$1$1");
  return `"${literalPercent(inside)}"`;
}

/** An empty part of a variable that always exists, behind each `%`: it leaves the `%` and ends every other expansion. */
function literalPercent(text: string): string {
  return text.replaceAll("%", "%%cd:~,%");
}
