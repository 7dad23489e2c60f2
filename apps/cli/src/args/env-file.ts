import { readFile, stat } from "node:fs/promises";
import { parseEnv } from "node:util";
import { usageError } from "../usage-error.ts";

/** A larger one is no list of variables. */
const LARGEST = 1024 * 1024;

/** An unquoted `#` begins a comment, also inside a word: the key of a reference would be lost without a sound. */
const CUT_REFERENCE = /^\s*(?:export\s+)?([^\s=]+)\s*=\s*keyferry:[^\s'"`]*#/;

/** A quote that is never closed stays in the text, and what it opens would be taken for no reference. */
const OPEN_REFERENCE = /^['"`]\s*keyferry:/;

/**
 * Node reads the file of an `--env-file` behind the script, too (https://github.com/nodejs/node/issues/54232), and takes its own options from it: the
 * job's debugger would be opened in Keyferry.
 */
const NODE_OPTIONS = "NODE_OPTIONS";

/** What a file of variables holds: references to secrets, and texts that are none. */
export interface EnvFile {
  readonly references: Readonly<Record<string, string>>;
  readonly literals: Readonly<Record<string, string>>;
}

/**
 * Reads a file of lines `NAME=TEXT` or `NAME=REFERENCE`, as Node reads `.env` files
 * (https://nodejs.org/api/util.html#utilparseenvcontent): comments and quotes, and nothing is expanded. Throws a usage error that quotes nothing
 * of the file.
 */
export async function readEnvFile(path: string): Promise<EnvFile> {
  const text = await read(path);
  for (const line of text.split("\n")) {
    const [, name] = CUT_REFERENCE.exec(line) ?? [];
    if (name === undefined) continue;
    const message = `the reference of ${JSON.stringify(name)} in --env-file is cut off at its #, which begins a comment there`;
    throw usageError(message, `put it in quotes: ${name}="keyferry://CONNECTION/REMOTE-NAME#KEY"`);
  }
  const references: [string, string][] = [];
  const literals: [string, string][] = [];
  for (const [name, value = ""] of Object.entries(parseEnv(text))) {
    if (name === NODE_OPTIONS) {
      const message = `${NODE_OPTIONS} in --env-file steers Keyferry itself, since Node reads that file too`;
      throw usageError(message, `take it out, and write it behind the --: -- env ${NODE_OPTIONS}=… PROGRAM`);
    }
    if (OPEN_REFERENCE.test(value)) {
      const message = `the quote of ${JSON.stringify(name)} in --env-file is never closed`;
      throw usageError(message, `close it: ${name}="keyferry://CONNECTION/REMOTE-NAME#KEY"`);
    }
    (value.startsWith("keyferry:") ? references : literals).push([name, value]);
  }
  return { references: Object.fromEntries(references), literals: Object.fromEntries(literals) };
}

async function read(path: string): Promise<string> {
  const refuse = (why: string) =>
    usageError(`the file ${JSON.stringify(path)} of --env-file ${why}`, "name a text file of lines NAME=REFERENCE");
  try {
    const found = await stat(path);
    if (!found.isFile()) throw refuse("is no regular file");
    if (found.size > LARGEST) throw refuse("is larger than 1 MiB");
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof TypeError) throw refuse("is not text in UTF-8");
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") throw refuse("does not exist");
    if (typeof code === "string" && /^E[A-Z]+$/.test(code)) throw refuse(`cannot be read (${code})`);
    throw error;
  }
}
