import type { Terminal } from "@keyferry/test-harness/terminal";

/** A question as the screen shows it, and what a person types before the enter key; nothing takes what is offered. */
export type Answer = readonly [question: string | RegExp, text: string];

/** Waits for each question, then answers it. */
export async function answer(terminal: Terminal, ...answers: readonly Answer[]): Promise<void> {
  for (const [question, text] of answers) {
    await terminal.shows(question);
    terminal.type(text);
    if (text !== "") await terminal.shows((shown) => shown.includes(text));
    terminal.press("enter");
  }
}

/** A list that is whole on the screen, as the last thing of it. */
export const list = (message: string) => new RegExp(`${message}[^✔]*enter picks$`);
