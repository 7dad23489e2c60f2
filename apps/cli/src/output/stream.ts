import { styleText } from "node:util";

/** Where a command writes: standard output or standard error. */
export interface Stream {
  readonly isTTY: boolean;
  /** Width of the terminal, where there is one. */
  readonly columns?: number | undefined;
  /** Whether colour may be used. */
  readonly colour: boolean;
  write(text: string): void;
}

/** Styles text where the stream takes colour. */
export function styled(stream: Stream, style: Parameters<typeof styleText>[0], text: string): string {
  return stream.colour ? styleText(style, text, { validateStream: false }) : text;
}

/** A process stream as a {@link Stream}: colour on terminals alone, and never with `NO_COLOR`. */
export function processStream(stream: NodeJS.WriteStream, env: Readonly<Record<string, string | undefined>>): Stream {
  // A reader that goes away (`| head`) ends the output, not the command: a job keeps running, the exit code stays.
  stream.on("error", () => {});
  const isTTY = stream.isTTY === true;
  return {
    isTTY,
    colour: isTTY && !env.NO_COLOR && env.TERM !== "dumb",
    get columns() {
      return isTTY ? stream.columns : undefined;
    },
    write: (text) => void stream.write(text),
  };
}
