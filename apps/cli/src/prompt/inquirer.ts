import { KeyferryError } from "@keyferry/core/delivery";
import { printable } from "../output/printable.ts";
import type { Choice, Prompter } from "./prompter.ts";

/** Asks on standard error, so that standard output stays the command's own. The library is loaded at the first question. */
export function inquirerPrompter(signal: AbortSignal): Prompter {
  const context = { output: process.stderr, signal };
  return {
    text: ({ message, initial, check }) =>
      asked(async () => {
        const { input } = await import("@inquirer/prompts");
        const validate = (text: string) => (text === "" ? "this is needed" : (check?.(text) ?? true));
        return input(
          { message: printable(message), validate, ...(initial === undefined ? {} : { default: initial }) },
          context,
        );
      }),
    hidden: ({ message }) =>
      asked(async () => {
        const { password } = await import("@inquirer/prompts");
        const validate = (text: string) => text !== "" || "this is needed";
        return password({ message: printable(message), mask: false, validate }, context);
      }),
    choose: ({ message, choices }) =>
      asked(async () => {
        const { select } = await import("@inquirer/prompts");
        return picked(choices, await select({ message: printable(message), choices: choices.map(shown) }, context));
      }),
    search: ({ message, choices }) =>
      asked(async () => {
        const { search } = await import("@inquirer/prompts");
        const all = choices.map(shown);
        const source = (term: string | undefined) => {
          const part = (term ?? "").toLowerCase();
          return all.filter(({ name }) => name.toLowerCase().includes(part));
        };
        return picked(choices, await search({ message: printable(message), source }, context));
      }),
  };
}

/** What the library sees of a choice: a name that is safe to print, and the place in the list. */
function shown(
  { name, description }: Choice<unknown>,
  value: number,
): { name: string; value: number; description?: string } {
  return { name: printable(name), value, ...(description ? { description: printable(description) } : {}) };
}

function picked<T>(choices: readonly Choice<T>[], at: number): T {
  const choice = choices[at];
  if (!choice) throw new KeyferryError({ code: "internal", message: "nothing was picked" });
  return choice.value;
}

/** The library ends a question with an error of its own at Ctrl-C, and when the command is interrupted. */
async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : "";
    if (name !== "ExitPromptError" && name !== "AbortPromptError") throw thrown;
    throw new KeyferryError({ code: "cancelled", message: "cancelled at a question", hint: "nothing was changed" });
  }
}
