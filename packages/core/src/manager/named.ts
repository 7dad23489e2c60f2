import { randomBytes } from "node:crypto";
import { KeyferryError } from "../contract/failure.ts";
import { nameKey } from "../settings/names.ts";
import { quote } from "../settings/quote.ts";
import { unknownName } from "../settings/unknown-name.ts";

export type Kind = "connection" | "secret" | "profile";
type ById<T> = ReadonlyMap<string, T>;

/** The definition with this name, and its id. Throws `KeyferryError` (`unknown-name`) with the nearest names. */
export function findNamed<T extends { readonly name: string }>(kind: Kind, all: ById<T>, name: string): [string, T] {
  const found = lookUp(all, name);
  if (found !== undefined) return found;
  const names = [...all.values()].map((each) => each.name);
  throw unknownName(kind, name, names, `keyferry ${kind} list`);
}

/** Whether a definition has this name. */
export function isNamed<T extends { readonly name: string }>(all: ById<T>, name: string): boolean {
  return lookUp(all, name) !== undefined;
}

/** Refuses (`rule`) a name that is taken. */
export function refuseTaken<T extends { readonly name: string }>(kind: Kind, all: ById<T>, name: string): void {
  const found = lookUp(all, name);
  if (found === undefined) return;
  throw new KeyferryError({
    code: "rule",
    message: `there is a ${kind} ${quote(found[1].name)} already`,
    hint: "choose another name; names differ by more than case",
  });
}

/** A new id: 128 random bits. */
export function newId(): string {
  return randomBytes(16).toString("hex");
}

/** Views in the order of their names. */
export function sortedByName<T extends { readonly name: string }>(views: T[]): T[] {
  return views.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Tries the exact name first; at most one name can differ only in case and form. */
function lookUp<T extends { readonly name: string }>(all: ById<T>, name: string): [string, T] | undefined {
  const wanted = nameKey(name);
  return first(all, (each) => each.name === name) ?? first(all, (each) => nameKey(each.name) === wanted);
}

/** Not a loop over entries, which would allocate each of 10,000. */
function first<T>(all: ById<T>, fits: (each: T) => boolean): [string, T] | undefined {
  let found: [string, T] | undefined;
  all.forEach((each, id) => {
    if (found === undefined && fits(each)) found = [id, each];
  });
  return found;
}
