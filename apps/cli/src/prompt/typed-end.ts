import type { ReadStream } from "node:tty";

/** Where a person types, and what tells that a stopped process goes on. */
export interface Typing {
  readonly input: Pick<ReadStream, "on" | "off" | "resume">;
  readonly process: Pick<NodeJS.Process, "on" | "off">;
}

/**
 * Asks a question with a signal that is aborted at the end of what is typed (Ctrl-D on an empty line, a hung-up terminal). Readline
 * stops reading then, and the prompt library waits on, with nothing left to wait for: Node would end in the middle of the question.
 * @see https://nodejs.org/api/readline.html#event-close
 */
export async function withTypedEnd<T>({ input, process }: Typing, ask: (ended: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  let answered = false;
  let continued = false;
  const goesOn = () => {
    continued = true;
  };
  const paused = () => {
    // A question that is answered pauses its input too: its promise is settled by then.
    setImmediate(() => {
      if (answered) return;
      // After Ctrl-Z and fg readline only waits to be told that it may read on.
      if (continued) input.resume();
      else ended.abort();
      continued = false;
    });
  };
  input.on("pause", paused);
  process.on("SIGCONT", goesOn);
  try {
    return await ask(ended.signal);
  } finally {
    answered = true;
    input.off("pause", paused);
    process.off("SIGCONT", goesOn);
  }
}
