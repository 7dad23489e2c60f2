import { Command, type Option } from "commander";
import { COMMANDS, type Entry } from "../commands/index.ts";
import type { Invocation } from "../invocation.ts";
import { kindOfArgument, kindOfOption, namesOf } from "./names.ts";
import type { Typed } from "./typed.ts";

/** What could stand at the cursor. */
export interface Candidate {
  readonly text: string;
  readonly description?: string | undefined;
}

/** What could stand at the cursor; undefined where only the shell knows, such as the name of a file. */
export async function candidates(typed: Typed, invocation: Invocation): Promise<readonly Candidate[] | undefined> {
  const found = await allCandidates(typed, invocation);
  return found?.filter(({ text }) => text.startsWith(typed.current));
}

async function allCandidates(
  { words: typed, current }: Typed,
  invocation: Invocation,
): Promise<readonly Candidate[] | undefined> {
  const words = typed[0] === "help" ? typed.slice(1) : typed;
  const item = COMMANDS.find(({ name }) => name === words[0]);
  if (words.length === 0)
    return [...listed(COMMANDS), { text: "help" }, ...options(["--help", "--version", "--settings"])];
  if (item === undefined) return [];
  if ("load" in item) return ofCommand(item, [item.name], words.slice(1), current, invocation);
  if (words.length === 1) return [...listed(item.commands), ...options(["--help"])];
  const entry = item.commands.find(({ name }) => name === words[1]);
  return entry ? ofCommand(entry, [item.name, entry.name], words.slice(2), current, invocation) : [];
}

async function ofCommand(
  entry: Entry,
  path: readonly string[],
  words: readonly string[],
  current: string,
  invocation: Invocation,
): Promise<readonly Candidate[] | undefined> {
  // Behind -- stands a program: the shell knows programs and files.
  if (words.includes("--")) return undefined;
  const command = new Command(entry.name).option("--settings <file>").option("--help");
  (await entry.load()).define(command, invocation);
  const { positionals, open, settings } = read(words, command.options);
  if (settings !== undefined) invocation.settings = settings;
  if (open) return valuesOf(open, "", invocation);
  const [name] = current.split("=", 1);
  const assigned = command.options.find((option) => option.long === name && takesValue(option));
  if (assigned && current.includes("=")) return valuesOf(assigned, `${name}=`, invocation);
  if (current.startsWith("-")) {
    return command.options.flatMap(({ long, description }) => (long ? [{ text: long, description }] : []));
  }
  const argument = command.registeredArguments[positionals];
  const kind = argument && kindOfArgument(path, argument.name());
  return kind ? namesOf(kind, invocation) : [];
}

async function valuesOf(
  option: Option,
  prefix: string,
  invocation: Invocation,
): Promise<readonly Candidate[] | undefined> {
  const kind = kindOfOption(option.long ?? "");
  if (kind === "file") return undefined;
  const names = kind ? await namesOf(kind, invocation) : [];
  return names.map(({ text, description }) => ({ text: prefix + text, description }));
}

/** What the words behind the command are: how many arguments, and the option whose value is at the cursor. */
function read(
  words: readonly string[],
  known: readonly Option[],
): { positionals: number; open?: Option; settings?: string } {
  let positionals = 0;
  let open: Option | undefined;
  let settings: string | undefined;
  for (const word of words) {
    if (open) {
      if (open.long === "--settings") settings = word;
      open = undefined;
    } else if (word.startsWith("-")) {
      open = known.find((option) => option.long === word && takesValue(option));
      if (word.startsWith("--settings=")) settings = word.slice("--settings=".length);
    } else positionals += 1;
  }
  return { positionals, ...(open ? { open } : {}), ...(settings === undefined ? {} : { settings }) };
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function listed(items: readonly { readonly name: string; readonly summary: string }[]): Candidate[] {
  return items.map(({ name, summary }) => ({ text: name, description: summary }));
}

function options(names: readonly string[]): Candidate[] {
  return names.map((text) => ({ text }));
}
