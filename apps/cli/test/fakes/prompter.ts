import type { Prompter } from "../../src/prompt/prompter.ts";

/** A person who answers questions by their message: a text, or the name of a choice. Other questions fail the test. */
export function answering(answers: Readonly<Record<string, string>>): Prompter & { readonly asked: string[] } {
  const asked: string[] = [];
  const answer = (message: string): string => {
    asked.push(message);
    const found = answers[message];
    if (found === undefined) throw new Error(`nobody answers ${message}`);
    return found;
  };
  const pick: Prompter["choose"] = async ({ message, choices }) => {
    const name = answer(message);
    const choice = choices.find((candidate) => candidate.name === name);
    if (!choice) throw new Error(`${name} is not offered: ${choices.map((candidate) => candidate.name)}`);
    return choice.value;
  };
  return {
    asked,
    hidden: async ({ message }) => answer(message),
    choose: pick,
    search: pick,
    async text({ message, check }) {
      const text = answer(message);
      const wrong = check?.(text);
      if (wrong) throw new Error(wrong);
      return text;
    },
  };
}
