import type { Field, FieldValue, Keyferry } from "@keyferry/core";
import type { Choice, Prompter } from "./prompter.ts";

/** What the host says of a text for a field. */
export type CheckField = Keyferry["assistance"]["fieldProblem"];

/** Asks for a field of a connection: a choice where the manifest offers some, else a text. */
export async function askField(field: Field, prompter: Prompter, checkField: CheckField): Promise<FieldValue> {
  const message = field.label;
  if (field.type === "boolean") {
    const choices = [true, false].map((value) => ({ name: value ? "yes" : "no", value }));
    return prompter.choose({ message, choices });
  }
  if (!field.choices) return askText(field, prompter, checkField);
  const choices = field.choices.map(({ value, label }) => ({ name: value, value, description: label }));
  const others = field.freeEntry ? [{ name: "another one", value: undefined }] : [];
  return (
    (await prompter.search<string | undefined>({ message, choices, others })) ?? askText(field, prompter, checkField)
  );
}

type Step = { readonly value: FieldValue | undefined } | "ask";

/** Asks anew for a field, which the enter key leaves as it is. Undefined: it is to have no value of its own. */
export async function askFieldAgain(
  field: Field,
  present: FieldValue | undefined,
  prompter: Prompter,
  checkField: CheckField,
): Promise<FieldValue | undefined> {
  const { label: message, default: usual } = field;
  const kept: Choice<Step> =
    present === undefined
      ? { name: "not set", value: { value: undefined }, description: field.description }
      : { name: shown(present), value: { value: present }, description: `as it is: ${field.description}` };
  const listed = valuesOf(field)
    .filter(({ value }) => String(value) !== String(present))
    .map(({ value, label }): Choice<Step> => ({ name: shown(value), value: { value }, description: label }));
  const others: Choice<Step>[] = [];
  if (field.type !== "boolean" && (!field.choices || field.freeEntry))
    others.push({ name: "another one", value: "ask" });
  const needed = field.required === true && usual === undefined;
  if (present !== undefined && present !== usual && !needed) {
    const description = usual === undefined ? undefined : `else ${shown(usual)}`;
    others.push({ name: "take it away", value: { value: undefined }, description });
  }
  const step = await prompter.search<Step>({ message, choices: [kept, ...listed], others });
  return step === "ask" ? askText(field, prompter, checkField, present) : step.value;
}

function valuesOf({ type, choices = [] }: Field): readonly { readonly value: FieldValue; readonly label?: string }[] {
  return type === "boolean" ? [{ value: true }, { value: false }] : choices;
}

function shown(value: FieldValue): string {
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

function askText(field: Field, prompter: Prompter, checkField: CheckField, present?: FieldValue): Promise<string> {
  const example = field.example === undefined ? "" : ` (such as ${field.example})`;
  const { pattern } = field;
  const check = (text: string) =>
    // The host reads patterns so too; see Field.pattern.
    pattern === undefined || new RegExp(`^(?:${pattern})$`).test(text)
      ? checkField(field, text)
      : `this is no ${field.label}${example}`;
  const initial = present === undefined ? {} : { initial: String(present) };
  return prompter.text({ message: `${field.label}${example}`, check, ...initial });
}
