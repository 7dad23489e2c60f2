import type { Field, FieldValue } from "@keyferry/core";
import type { Prompter } from "./prompter.ts";

/** Where a credential can come from, as a person types it. */
const SOURCE = /^(?:env|file|fd|systemd|exec|secret):.|^stored$/;

/** Asks for a field of a connection: a choice where the manifest offers some, else a text. */
export async function askField(field: Field, prompter: Prompter): Promise<FieldValue> {
  const message = field.label;
  if (field.type === "boolean") {
    const choices = [true, false].map((value) => ({ name: value ? "yes" : "no", value }));
    return prompter.choose({ message, choices });
  }
  if (!field.choices) return askText(field, prompter);
  const choices: { name: string; value: string | undefined; description?: string }[] = field.choices.map((choice) => ({
    name: choice.value,
    value: choice.value,
    ...(choice.label === undefined ? {} : { description: choice.label }),
  }));
  if (field.freeEntry) choices.push({ name: "another one …", value: undefined });
  return (await prompter.search({ message, choices })) ?? askText(field, prompter);
}

function askText(field: Field, prompter: Prompter): Promise<string> {
  const example = field.example === undefined ? "" : ` (such as ${field.example})`;
  return prompter.text({ message: `${field.label}${example}` });
}

/** Asks where a credential comes from, never for the credential. */
export function askSource(field: Pick<Field, "name" | "label">, prompter: Prompter): Promise<string> {
  const variable = field.name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toUpperCase();
  return prompter.text({
    message: `${field.label}: where does it come from? (env:NAME or file:PATH, not the value)`,
    initial: `env:${variable}`,
    check: (text) =>
      SOURCE.test(text) ? undefined : "write env:NAME, file:PATH or another source; a value is never typed here",
  });
}
