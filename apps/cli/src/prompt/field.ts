import type { Field, FieldValue } from "@keyferry/core";
import type { Prompter } from "./prompter.ts";

/** Asks for a field of a connection: a choice where the manifest offers some, else a text. */
export async function askField(field: Field, prompter: Prompter): Promise<FieldValue> {
  const message = field.label;
  if (field.type === "boolean") {
    const choices = [true, false].map((value) => ({ name: value ? "yes" : "no", value }));
    return prompter.choose({ message, choices });
  }
  if (!field.choices) return askText(field, prompter);
  const choices = field.choices.map(({ value, label }) => ({ name: value, value, description: label }));
  const others = field.freeEntry ? [{ name: "another one", value: undefined }] : [];
  return (await prompter.search<string | undefined>({ message, choices, others })) ?? askText(field, prompter);
}

function askText(field: Field, prompter: Prompter): Promise<string> {
  const example = field.example === undefined ? "" : ` (such as ${field.example})`;
  const { pattern } = field;
  const check = (text: string) =>
    // The host reads patterns so too; see Field.pattern.
    pattern === undefined || new RegExp(`^(?:${pattern})$`).test(text)
      ? undefined
      : `this is no ${field.label}${example}`;
  return prompter.text({ message: `${field.label}${example}`, check });
}
