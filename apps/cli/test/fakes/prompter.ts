import type { Choice, Prompter } from "../../src/prompt/prompter.ts";

/**
 * A person who answers questions by their message: a text, or the name of a choice; a list has an answer for each time that
 * the question comes. Other questions fail the test.
 */
export function answering(
  answers: Readonly<Record<string, string | readonly string[]>>,
): Prompter & { readonly asked: string[] } {
  const asked: string[] = [];
  const answer = (message: string): string => {
    const given = answers[message];
    const found = typeof given === "string" ? given : given?.[asked.filter((each) => each === message).length];
    asked.push(message);
    if (found === undefined) throw new Error(`nobody answers ${message}`);
    return found;
  };
  const named = <T>(message: string, choices: readonly Choice<T>[]): T => {
    const name = answer(message);
    const choice = choices.find((candidate) => candidate.name === name);
    if (!choice) throw new Error(`${name} is not offered: ${choices.map((candidate) => candidate.name)}`);
    return choice.value;
  };
  return {
    asked,
    choose: async ({ message, choices }) => named(message, choices),
    async search({ message, choices, others = [] }) {
      const all = typeof choices === "function" ? await arrayOf(choices(new AbortController().signal)) : choices;
      return named(message, [...all, ...others]);
    },
    hidden: async ({ message }) => answer(message),
    async text({ message, check }) {
      const text = answer(message);
      const wrong = await check?.(text);
      if (wrong) throw new Error(wrong);
      return text;
    },
  };
}

async function arrayOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
