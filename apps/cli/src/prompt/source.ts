import { isAbsolute } from "node:path";
import type { Field } from "@keyferry/core";
import type { Prompter } from "./prompter.ts";

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

/** Asks where a credential comes from, never for the credential. */
export async function askSource(field: Pick<Field, "name" | "label">, prompter: Prompter): Promise<string> {
  const kind = await prompter.choose({
    message: `Where does ${field.label} come from?`,
    choices: KINDS.map((each) => ({ name: each.name, value: each, description: `${each.kind}:…` })),
  });
  const variable = field.name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toUpperCase();
  const text = await prompter.text({
    message: `${field.label}: ${kind.question}`,
    initial: kind.initial?.(variable),
    check: (typed) => (kind.fits(typed) ? undefined : `this is no ${kind.question}, and a value is never typed here`),
  });
  return `${kind.kind}:${text}`;
}
