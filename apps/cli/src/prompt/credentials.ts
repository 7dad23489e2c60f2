import { readFile, stat } from "node:fs/promises";
import type { Credentials, Field } from "@keyferry/core";
import { usageError } from "../usage-error.ts";
import type { Prompter } from "./prompter.ts";

const MOST_BYTES = 64 * 1024;

/** Asks for each credential of a login, without showing what is typed. */
export async function askCredentials(
  fields: readonly Field[],
  wanted: readonly string[],
  prompter: Prompter,
): Promise<Credentials> {
  const credentials: Record<string, string> = {};
  for (const field of chosen(fields, wanted)) {
    // A document of several lines cannot be typed: what is pasted behind its first line would be shown, or run by the shell.
    const fromFile = field.multiline && (await askWhether(field, prompter));
    credentials[field.name] = fromFile
      ? await readText(await prompter.text({ message: `${field.label}: which file holds it?` }))
      : await prompter.hidden({ message: `${field.label} (not shown)` });
  }
  return credentials;
}

/** The one credential that standard input holds. */
export async function readCredential(
  fields: readonly Field[],
  wanted: readonly string[],
  readInput: (() => Promise<string>) | undefined,
): Promise<Credentials> {
  const [field, another] = chosen(fields, wanted);
  if (field === undefined) return {};
  if (another !== undefined) {
    const names = fields.map(({ name }) => name).join(", ");
    throw usageError(
      "standard input holds one credential, and this login takes several",
      `name one at a time (${names}): --field ${field.name} < FILE`,
    );
  }
  if (readInput === undefined) {
    throw usageError("there is nobody to ask", "give the credential by standard input, or run this on a terminal");
  }
  return { [field.name]: await readInput() };
}

function chosen(fields: readonly Field[], wanted: readonly string[]): readonly Field[] {
  const unknown = wanted.find((name) => fields.every((field) => field.name !== name));
  if (unknown !== undefined) {
    const names = fields.map(({ name }) => name).join(", ");
    throw usageError("--field names no credential of this login", names ? `it has: ${names}` : "it takes none");
  }
  if (wanted.length > 0) return fields.filter(({ name }) => wanted.includes(name));
  // What a login can do without is asked for where it is named, or where there is nothing else.
  const needed = fields.filter(({ required }) => required === true);
  return needed.length > 0 ? needed : fields;
}

function askWhether({ label }: Field, prompter: Prompter): Promise<boolean> {
  return prompter.choose({
    message: `${label}: how do you give it?`,
    choices: [
      { name: "from a file", value: true, description: "a key or a document of several lines" },
      { name: "typed", value: false, description: "one line, not shown" },
    ],
  });
}

async function readText(path: string): Promise<string> {
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : undefined),
    () => undefined,
  );
  if (size === undefined) throw usageError("there is no such file to read", "name a file that you can read");
  if (size > MOST_BYTES)
    throw usageError("the file is longer than 64 KiB", "name the file that holds the credential alone");
  return readFile(path, "utf8");
}
