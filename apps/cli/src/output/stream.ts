import { styleText } from "node:util";
import { asciiOnly, printable } from "./printable.ts";

/** Where a command writes: standard output or standard error. */
export interface Stream {
  readonly isTTY: boolean;
  /** Width and height of the terminal, where there is one and it knows them. */
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  /** The terminal shows ASCII alone. */
  readonly ascii?: boolean | undefined;
  /** Whether colour may be used. */
  readonly colour: boolean;
  write(text: string): void;
  /** Once all is out, the system's code for why some of it is not, such as `ENOSPC`; nothing where a reader has gone away. */
  fault?(): Promise<string | undefined>;
  /** The line that says what is waited for, while there is one. A question lays it aside until the returned function is called. */
  progress?: { pause(): () => void } | undefined;
}

/** Text from outside as one line of this stream: nothing unsafe, and nothing that its terminal cannot show. */
export function shown(stream: Pick<Stream, "ascii">, text: string): string {
  return stream.ascii ? asciiOnly(printable(text)) : printable(text);
}

/** Styles text where the stream takes colour. */
export function styled(stream: Stream, style: Parameters<typeof styleText>[0], text: string): string {
  return stream.colour ? styleText(style, text, { validateStream: false }) : text;
}

/** What a write says once the reader has gone away; on Windows `EOF`. */
const READER_GONE: readonly (string | undefined)[] = ["EPIPE", "ECONNRESET", "EOF"];

/** A process stream as a {@link Stream}: colour on terminals alone, and never with `NO_COLOR`. */
export function processStream(stream: NodeJS.WriteStream, env: Readonly<Record<string, string | undefined>>): Stream {
  // A reader that goes away (`| head`) ends the output, not the command: a job keeps running, the exit code stays.
  let failed: string | undefined;
  // What a job's output meets is told by whoever carries that.
  let ours = false;
  stream.on("error", ({ code }: NodeJS.ErrnoException) => {
    if (!READER_GONE.includes(code)) failed ??= code ?? "unknown";
  });
  const isTTY = stream.isTTY === true;
  const ascii = isTTY && !showsUnicode(env);
  return {
    isTTY,
    ascii,
    colour: isTTY && !env.NO_COLOR && env.TERM !== "dumb",
    // A serial line or a fresh pseudo-terminal says 0 for what it does not know.
    get columns() {
      return isTTY ? stream.columns || undefined : undefined;
    },
    get rows() {
      return isTTY ? stream.rows || undefined : undefined;
    },
    write(text) {
      ours = true;
      stream.write(ascii ? asciiOnly(text) : text);
    },
    async fault() {
      if (!ours) return undefined;
      await new Promise<void>((resolve) => stream.write("", () => resolve()));
      // An error is told a little later than the write behind it.
      await new Promise((resolve) => setImmediate(resolve));
      return failed;
    },
  };
}

/**
 * The first of these that is set decides (POSIX, "Internationalization Variables":
 * https://pubs.opengroup.org/onlinepubs/9699919799/basedefs/V1_chap08.html). Where none is, as in most containers, the
 * terminal is taken for one of today.
 */
function showsUnicode({ LC_ALL, LC_CTYPE, LANG }: Readonly<Record<string, string | undefined>>): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG;
  return !locale || /utf-?8/i.test(locale);
}
