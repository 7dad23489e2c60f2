import { printable } from "./printable.ts";
import type { Stream } from "./stream.ts";

/** A person starts to wonder after this time, in milliseconds. */
const PATIENCE_MS = 1_000;
const CLEAR_LINE = "\r\u001b[K";

/** Shows one line on a terminal while something takes long, and takes it away at the end. Elsewhere it shows nothing. */
export function startProgress(stream: Stream, text: () => string): { end(): void } {
  if (!stream.isTTY) return { end() {} };
  let shown = false;
  const timer = setInterval(() => {
    shown = true;
    stream.write(`${CLEAR_LINE}${printable(text())}`);
  }, PATIENCE_MS).unref();
  return {
    end() {
      clearInterval(timer);
      if (shown) stream.write(CLEAR_LINE);
    },
  };
}
