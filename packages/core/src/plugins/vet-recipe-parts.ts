import { ENCODINGS } from "../contract/encoding.ts";
import { isKeyferryError } from "../contract/failure.ts";
import { parseDelivery } from "../contract/parse-delivery.ts";
import { findSetting, isForeign } from "../settings/catalogue.ts";
import type { Plain } from "./plain-copy.ts";
import { checkShape, isPlainRecord, isText, list, member, type PlainRecord, type Rule, rules } from "./shape.ts";

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
const SETTING = /^([a-z]+\/)?[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/;

export const id: Rule = {
  fits: (value) => typeof value === "string" && ID.test(value),
  says: "lower case, digits and hyphens, no hyphen first, at most 64 characters",
};
export const isSetting = (value: Plain): value is string => typeof value === "string" && SETTING.test(value);
const setting: Rule = { fits: isSetting, says: "a setting such as sftp.password" };

const CONDITION = {
  when: rules.optional(rules.list(1, 20, isSetting)),
  unless: rules.optional(rules.list(1, 20, isSetting)),
};

const PROGRAM = {
  // A name, not a path: it is searched for on the PATH, never beside a job's files.
  name: { fits: (value: Plain) => isText(value, 100) && /^[\w+-][\w.+-]*$/.test(value), says: "a program's name" },
  versionArgs: rules.list(0, 10, (item) => isText(item, 100)),
  versionPattern: rules.optional({
    fits: (value: Plain) => isText(value, 500) && capturesOnce(value),
    says: "a regular expression with a group",
  }),
  least: rules.optional({
    fits: (value: Plain) => isText(value, 50) && /^\d+(\.\d+)*$/.test(value),
    says: "numbers and dots",
  }),
};
const RECIPE_SETTING = {
  setting,
  required: rules.optional(rules.boolean),
  default: rules.optional(rules.text(1_000)),
  own: rules.optional(rules.record),
};
const OWN = {
  description: rules.text(500),
  takes: rules.oneOf("literal", "username", "password", "private-key"),
  commands: rules.optional(rules.oneOf(true)),
};
const VARIABLE = { ...CONDITION, name: rules.text(200), pieces: rules.list(1, 50) };
const PAYLOAD = {
  ...CONDITION,
  id: {
    fits: (value: Plain) => isText(value, 100) && (ID.test(value) || SETTING.test(value)),
    says: "an id or a setting",
  },
  delivery: rules.record,
  parts: rules.list(1, 500),
};
const ENCODING = rules.oneOf(...ENCODINGS);

/** What a recipe's parts may refer to, and where problems are collected. */
interface Names {
  /** Setting → whether it takes only a literal, so that it may be used in an argument. */
  readonly settings: ReadonlyMap<string, boolean>;
  readonly payloads: ReadonlySet<string>;
  readonly problems: string[];
}

/** Checks the parts of a recipe whose outer shape is right. */
export function vetParts(recipe: PlainRecord, owner: string, problems: string[]): void {
  const own = member(recipe, "id");
  if (own !== owner && !(typeof own === "string" && own.startsWith(`${owner}-`))) {
    problems.push(`recipe.id must be ${owner}, or begin with ${owner}-`);
  }
  for (const [at, program] of list(recipe, "programs").entries()) {
    checkShape(program, PROGRAM, `recipe.programs[${at}]`, problems);
  }
  const settings = vetSettings(list(recipe, "settings"), owner, problems);
  const payloads = new Set(texts(list(recipe, "payloads"), "id"));
  const names: Names = { settings, payloads, problems };
  for (const group of list(recipe, "oneOf")) checkKnown(Array.isArray(group) ? group : [], "recipe.oneOf", names);
  for (const [at, argument] of list(recipe, "args").entries()) vetArgument(argument, `recipe.args[${at}]`, names);
  for (const [at, variable] of list(recipe, "environment").entries()) {
    vetVariable(variable, `recipe.environment[${at}]`, names);
  }
  for (const [at, payload] of list(recipe, "payloads").entries()) {
    vetPayload(payload, `recipe.payloads[${at}]`, names);
  }
}

function vetSettings(settings: readonly Plain[], owner: string, problems: string[]): ReadonlyMap<string, boolean> {
  const known = new Map<string, boolean>();
  for (const [at, item] of settings.entries()) {
    const where = `recipe.settings[${at}]`;
    if (!checkShape(item, RECIPE_SETTING, where, problems)) continue;
    const key = member(item, "setting");
    if (!isSetting(key ?? null)) continue;
    const name = String(key);
    if (known.has(name)) problems.push(`${where}.setting is taken`);
    const declared = member(item, "own");
    const entry = findSetting(name)?.entry;
    if (isPlainRecord(declared)) {
      checkShape(declared, OWN, `${where}.own`, problems);
      const group = name.slice(name.indexOf("/") + 1).split(".")[0];
      if (!isForeign(name) || group !== owner) problems.push(`${where} is its own, so its group must be ${owner}`);
    } else if (entry === undefined) problems.push(`${where}.setting must be one of the catalogue's, or have own`);
    const literal = isPlainRecord(declared) ? member(declared, "takes") === "literal" : entry?.takes.length === 0;
    if (!literal && member(item, "default") !== undefined) {
      problems.push(`${where} takes a secret, so it must have no default`);
    }
    known.set(name, literal);
  }
  return known;
}

function vetArgument(argument: Plain, where: string, names: Names): void {
  if (isPlainRecord(argument) && member(argument, "extra") === true) return;
  if (!checkShape(argument, { ...CONDITION, pieces: rules.list(1, 50) }, where, names.problems)) return;
  vetCondition(argument, where, names);
  vetPieces(list(argument, "pieces"), where, names);
}

function vetVariable(variable: Plain, where: string, names: Names): void {
  if (!checkShape(variable, VARIABLE, where, names.problems)) return;
  vetCondition(variable, where, names);
  vetDelivery({ kind: "env", variable: member(variable, "name") ?? null }, `${where}.name`, names);
  vetPieces(list(variable, "pieces"), where, names);
}

function vetPayload(payload: Plain, where: string, names: Names): void {
  if (!checkShape(payload, PAYLOAD, where, names.problems)) return;
  vetCondition(payload, where, names);
  vetDelivery(member(payload, "delivery"), `${where}.delivery`, names);
  for (const [at, part] of list(payload, "parts").entries()) {
    const place = `${where}.parts[${at}]`;
    if (typeof part === "string") continue;
    if (!checkShape(part, CONDITION, place, names.problems)) continue;
    vetCondition(part, place, names);
    if (typeof member(part, "text") === "string") continue;
    checkShape(part, { setting, as: ENCODING }, place, names.problems);
    checkKnown([member(part, "setting") ?? null], place, names);
  }
}

/** Text, a literal, or a payload's path: a secret cannot get into an argument or a plain variable. */
function vetPieces(pieces: readonly Plain[], where: string, { settings, payloads, problems }: Names): void {
  for (const piece of pieces) {
    if (typeof piece === "string") {
      if (piece !== "" && !isText(piece, 10_000)) problems.push(`${where} has a piece that is no line of text`);
      continue;
    }
    const literal = isPlainRecord(piece) ? member(piece, "literal") : undefined;
    const path = isPlainRecord(piece) ? member(piece, "path") : undefined;
    if (typeof literal === "string" && settings.get(literal) === true) continue;
    if (typeof path === "string" && payloads.has(path)) continue;
    problems.push(`${where} may hold text, the literal of a setting that takes no secret, and the path of a payload`);
  }
}

function vetCondition(part: PlainRecord, where: string, names: Names): void {
  for (const name of ["when", "unless"]) checkKnown(list(part, name), `${where}.${name}`, names);
}

function checkKnown(keys: readonly Plain[], where: string, { settings, problems }: Names): void {
  for (const key of keys) {
    if (typeof key !== "string" || !settings.has(key))
      problems.push(`${where} names a setting that the recipe does not take`);
  }
}

/** A recipe may leave the variable of a path out, since an argument can name the place. */
function vetDelivery(given: Plain | undefined, where: string, { problems }: Names): void {
  const parts = isPlainRecord(given) ? given : {};
  const kind = member(parts, "kind");
  const targets = ["variable", "descriptor", "role", "prompt"].flatMap((name) => member(parts, name) ?? []);
  const bare = targets.length === 0 && (kind === "pipe" || kind === "command" || kind === "memory-file");
  try {
    if (!bare) parseDelivery([kind, ...targets].join(":"));
  } catch (thrown) {
    problems.push(`${where}: ${isKeyferryError(thrown) ? thrown.failures[0]?.message : "it is no delivery"}`);
  }
}

function texts(items: readonly Plain[], name: string): string[] {
  return items.flatMap((item) => {
    const text = isPlainRecord(item) ? member(item, name) : undefined;
    return typeof text === "string" ? [text] : [];
  });
}

function capturesOnce(pattern: string): boolean {
  try {
    return /\((?!\?)/.test(pattern) && new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}
