import { cut } from "./cut.ts";
import { type Stream, shown } from "./stream.ts";

/** A person starts to wonder after this time, in milliseconds. */
const PATIENCE_MS = 1_000;
const CLEAR_LINE = "\r\u001b[K";
const USUAL_COLUMNS = 80;

/** Shows one line on a terminal while something takes long, and takes it away at the end. Elsewhere it shows nothing. */
export function startProgress(stream: Stream, text: () => string): { end(): void } {
  if (!stream.isTTY) return { end() {} };
  let visible = false;
  let paused = false;
  const clear = () => {
    if (visible) stream.write(CLEAR_LINE);
    visible = false;
  };
  const timer = setInterval(() => {
    if (paused) return;
    visible = true;
    // A line that wraps could not be taken away again.
    const line = cut(shown(stream, text()), (stream.columns ?? USUAL_COLUMNS) - 1, stream.ascii ? "..." : "…");
    stream.write(`${CLEAR_LINE}${line}`);
  }, PATIENCE_MS).unref();
  stream.progress = {
    pause() {
      clear();
      paused = true;
      return () => {
        paused = false;
      };
    },
  };
  return {
    end() {
      clearInterval(timer);
      stream.progress = undefined;
      clear();
    },
  };
}
