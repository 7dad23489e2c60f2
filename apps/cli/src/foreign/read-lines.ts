import { parseEnv } from "node:util";
import { parseReference } from "@keyferry/core";
import { readOp } from "./op.ts";
import type { ForeignReference, Grammar } from "./reference.ts";
import { readVals } from "./vals.ts";
import { readVaultEnv } from "./vault-env.ts";

/** A reference of a file, with the name that it gets here. */
export interface NamedReference extends ForeignReference {
  readonly line: number;
  readonly name: string;
  /** Our own references name their connection. */
  readonly connection?: string;
}

/** A line that cannot be mapped. What stands there is not kept: it may be a value. */
export interface UnmappedLine {
  readonly line: number;
  /** The variable. */
  readonly name?: string;
  readonly problem: string;
}

export interface Lines {
  readonly references: readonly NamedReference[];
  readonly unmapped: readonly UnmappedLine[];
}

const GRAMMARS: readonly Grammar[] = [readOp, readVals, readVaultEnv];
const SCHEME = String.raw`(?:op:\/\/|(?:secret)?ref\+|(?:>>)?vault:|keyferry:)`;
/** A reference without quotation marks, with a variable or alone on its line. Its `#` begins a key, and a comment only behind a blank. */
const PLAIN = new RegExp(String.raw`^\s*(?:(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*)?(${SCHEME}.*?)(?:\s+#.*)?\s*$`);
const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=/;

/** Reads a `.env` file (quotation marks by Node's own rules, nothing expanded), or a text with one reference on a line. */
export function readLines(text: string): Lines {
  const references: NamedReference[] = [];
  const unmapped: UnmappedLine[] = [];
  const take = (line: number, value: string, variable: string | undefined) => {
    const read = readValue(value);
    // The last line of a key's text looks like a variable, but for what it ends in.
    const name = variable === undefined || /^=?$/.test(value) ? {} : { name: variable };
    if ("problem" in read) unmapped.push({ line, ...name, problem: read.problem });
    else references.push({ line, name: variable === undefined ? nameOf(read) : ownName(variable), ...read });
  };
  const lines = text.split(/\r?\n/);
  const plain = lines.map((line) => PLAIN.exec(line));
  const variables = parseEnv(lines.map((line, at) => (plain[at] ? mark(at) : line)).join("\n"));
  const inside = marks(Object.values(variables).join("\n"));
  const seen = new Set<string>();
  for (const [at, line] of lines.entries()) {
    const [found, named, reference = ""] = plain[at] ?? [];
    const variable = ASSIGNMENT.exec(line)?.[1];
    if (found !== undefined && inside.has(at))
      unmapped.push({ line: at + 1, problem: "it stands in a value of several lines" });
    else if (found !== undefined) take(at + 1, reference, named);
    else if (variable !== undefined && Object.hasOwn(variables, variable) && !seen.has(variable)) {
      seen.add(variable);
      take(at + 1, variables[variable] ?? "", variable);
    }
  }
  return { references, unmapped };
}

/** Stands for a line that is a reference, so that it is seen where it is a part of something else. */
function mark(at: number): string {
  return `<keyferry:${at}>`;
}

function marks(text: string): ReadonlySet<number> {
  return new Set(Array.from(text.matchAll(/<keyferry:(\d+)>/g), ([, at]) => Number(at)));
}

type Read = ForeignReference & { readonly connection?: string };

function readValue(text: string): Read | { readonly problem: string } {
  if (text.startsWith("keyferry:")) return readOwn(text);
  for (const grammar of GRAMMARS) {
    const read = grammar(text);
    if (read !== undefined) return "problem" in read ? read : read.reference;
  }
  return { problem: "it holds no reference" };
}

function readOwn(text: string): Read | { readonly problem: string } {
  try {
    const reference = parseReference(text);
    if (reference.kind === "secret") return { problem: "it names a secret that is defined here" };
    const { connection, remoteName, key, version } = reference;
    return {
      connection,
      remoteName,
      ...(key === undefined ? {} : { key }),
      ...(version === undefined ? {} : { version }),
    };
  } catch {
    return { problem: "it is no reference of ours: see docs/references.md" };
  }
}

/** `NAS_PASSWORD` is `nas-password` here. */
function ownName(variable: string): string {
  return variable.toLowerCase().replaceAll("_", "-").replace(/^-+/, "");
}

/** A name for a reference without a variable: the last part of its path, and its key. */
function nameOf({ remoteName, key }: ForeignReference): string {
  const last = remoteName.split("/").filter(Boolean).at(-1) ?? remoteName;
  const name = [last, ...(key === undefined ? [] : key.split("/").filter(Boolean))].join("-");
  return name.replace(/^-+/, "");
}
