import { isAbsolute } from "node:path";
import type { Field } from "@keyferry/core";
import type { Choice, Prompter } from "./prompter.ts";

/** A way to name where a credential comes from. */
interface Kind {
  readonly kind: string;
  readonly name: string;
  readonly question: string;
  readonly initial?: (variable: string) => string;
  /** What is pasted by mistake in place of a name or a path is refused, and not repeated. */
  readonly fits: (text: string) => boolean;
}

const KINDS: readonly Kind[] = [
  {
    kind: "env",
    name: "a variable of the environment",
    question: "name of the variable",
    initial: (variable) => variable,
    fits: (text) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text),
  },
  { kind: "file", name: "a file that you alone can read", question: "absolute path of the file", fits: isAbsolute },
  {
    kind: "systemd",
    name: "a credential of a systemd unit",
    question: "name of the credential",
    fits: (text) => /^[\w.@-]+$/.test(text),
  },
  {
    kind: "secret",
    name: "a secret of another connection",
    question: "our own name of the secret",
    fits: (text) => text.length < 256 && !text.includes("/"),
  },
];

/** Typed in a question of its own, which shows nothing; sealed with the connection. */
const SEALED: Choice<Picked> = { name: "typed now, and sealed here", value: "stored", description: "stored" };

type Picked = Kind | "stored";

/** Asks where a credential comes from, never for the credential. */
export async function askSource(field: Pick<Field, "name" | "label">, prompter: Prompter): Promise<string> {
  const message = question(field);
  return sourceOf(await prompter.choose<Picked>({ message, choices: [...kinds(), SEALED] }), field, prompter);
}

/** What a credential is to have in place of what it has; undefined leaves it as it is. */
export type SourceChange = { readonly source: string | undefined } | undefined;

/** Asks anew, where the enter key leaves it as it is. */
export async function askSourceAgain(
  field: Field,
  present: string | undefined,
  prompter: Prompter,
): Promise<SourceChange> {
  if (present === undefined && field.required) return { source: await askSource(field, prompter) };
  const kept: Choice<Picked | "kept" | "none"> =
    present === undefined
      ? { name: "not given", value: "kept", description: field.description }
      : { name: "as it is", value: "kept", description: present };
  const others = present === undefined || field.required ? [] : [{ name: "take it away", value: "none" as const }];
  const choices = [kept, ...kinds(), SEALED, ...others];
  const picked = await prompter.choose({ message: question(field), choices });
  if (picked === "kept") return undefined;
  return { source: picked === "none" ? undefined : await sourceOf(picked, field, prompter) };
}

function question({ label }: Pick<Field, "label">): string {
  return `Where does ${label} come from?`;
}

function kinds(): readonly Choice<Kind>[] {
  return KINDS.map((each) => ({ name: each.name, value: each, description: `${each.kind}:…` }));
}

async function sourceOf(
  kind: Picked,
  { name, label }: Pick<Field, "name" | "label">,
  prompter: Prompter,
): Promise<string> {
  if (kind === "stored") return kind;
  const variable = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toUpperCase();
  const text = await prompter.text({
    message: `${label}: ${kind.question}`,
    initial: kind.initial?.(variable),
    check: (typed) => (kind.fits(typed) ? undefined : `this is no ${kind.question}, and a value is never typed here`),
  });
  return `${kind.kind}:${text}`;
}
