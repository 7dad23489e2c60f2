import { KeyferryError } from "@keyferry/core/delivery";
import { type Stream, shown } from "../output/stream.ts";
import { type ChoiceList, growingList, wholeList } from "./choice-list.ts";
import { lookOf } from "./look.ts";
import type { PickerConfig } from "./picker.ts";
import type { Prompter } from "./prompter.ts";
import { withTypedEnd } from "./typed-end.ts";

/** Where a question is drawn, and what ends it. */
interface Context {
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/**
 * Asks on standard error, so that standard output stays the command's own. `stream` is standard error as the rest of the
 * command line sees it. The library is loaded at the first question.
 */
export function inquirerPrompter(stream: Stream, signal: AbortSignal): Prompter {
  const look = lookOf(stream);
  const theme = { prefix: { idle: "?", done: look.done } };

  const typing = { input: process.stdin, process };
  const asked = <T>(question: (context: Context) => Promise<T>) =>
    alone(stream, () =>
      withTypedEnd(typing, (ended) => question({ output: process.stderr, signal: AbortSignal.any([signal, ended]) })),
    );

  async function pick<T>(config: Omit<PickerConfig, "list" | "stream">, list: ChoiceList<T>): Promise<T> {
    try {
      const { picker } = await import("./picker.ts");
      const picked = await asked((context) => picker({ ...config, list, stream }, context));
      if ("failure" in picked) throw picked.failure;
      return picked.choice.value as T;
    } finally {
      list.stop();
    }
  }

  return {
    text: ({ message, initial, optional, check }) =>
      asked(async (context) => {
        const { input } = await import("@inquirer/prompts");
        const offered = initial === undefined ? undefined : shown(stream, initial);
        // A text that was only escaped to be shown is taken as it was.
        const given = (text: string) => (text === offered && initial !== undefined ? initial : text);
        const validate = async (text: string) => {
          if (text === "") return optional ? true : "this is needed";
          const wrong = await check?.(given(text));
          return wrong === undefined ? true : shown(stream, wrong);
        };
        const prefilled = offered === undefined ? {} : { default: offered, prefill: "editable" as const };
        return given(await input({ message: shown(stream, message), validate, theme, ...prefilled }, context));
      }),
    hidden: ({ message }) =>
      asked(async (context) => {
        const { password } = await import("@inquirer/prompts");
        const validate = (text: string) => text !== "" || "this is needed";
        // Else a key of the library's own shows what was typed.
        const config = { message: shown(stream, message), mask: false, toggleMask: false, validate, theme };
        return password(config, context);
      }),
    choose: ({ message, choices, initial }) => pick({ message, initial }, wholeList(choices)),
    search: ({ message, choices, others, waiting }) =>
      pick({ message, others, waiting }, typeof choices === "function" ? growingList(choices) : wholeList(choices)),
  };
}

/**
 * Nothing else is drawn while a question stands there. The library ends one with an error of its own at Ctrl-C, at the end of what is
 * typed, and when the command is interrupted.
 */
async function alone<T>(stream: Stream, question: () => Promise<T>): Promise<T> {
  const resume = stream.progress?.pause();
  try {
    return await question();
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : "";
    if (name !== "ExitPromptError" && name !== "AbortPromptError") throw thrown;
    throw new KeyferryError({ code: "cancelled", message: "cancelled at a question", hint: "nothing was changed" });
  } finally {
    resume?.();
  }
}
