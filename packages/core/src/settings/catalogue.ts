import type { KeyferryError } from "../contract/failure.ts";
import { CATALOGUE, type CatalogueEntry } from "./catalogue-entries.ts";
import { unknownName } from "./unknown-name.ts";

/** The side of a job that a setting belongs to, for jobs that have two. */
export const SIDES = ["source", "target"] as const;
export type Side = (typeof SIDES)[number];

/** A setting as a profile names it: `[SIDE/]GROUP.NAME`. */
export interface Setting {
  /** The whole name. */
  readonly key: string;
  readonly side?: Side;
  readonly entry: CatalogueEntry;
}

const ENTRIES: ReadonlyMap<string, CatalogueEntry> = new Map(
  CATALOGUE.map((entry) => [`${entry.group}.${entry.name}`, entry]),
);

const GROUPS: ReadonlySet<string> = new Set(CATALOGUE.map(({ group }) => group));

/** The setting of this name, from the catalogue or from the recipes' own settings; undefined if there is none. */
export function findSetting(text: string, own: readonly CatalogueEntry[] = []): Setting | undefined {
  const whole = ENTRIES.get(text);
  if (whole !== undefined) return { key: text, entry: whole };
  const side = SIDES.find((each) => text.startsWith(`${each}/`));
  const name = side === undefined ? text : text.slice(side.length + 1);
  const entry = ENTRIES.get(name) ?? own.find((each) => `${each.group}.${each.name}` === name);
  if (entry === undefined) return undefined;
  return side === undefined ? { key: text, entry } : { key: text, side, entry };
}

/** Whether this may be a recipe's own setting: its group is not one of the catalogue's. */
export function isForeign(text: string): boolean {
  const name = SIDES.reduce((rest, side) => (rest.startsWith(`${side}/`) ? rest.slice(side.length + 1) : rest), text);
  const [, group] = /^([a-z][a-z0-9-]*)\.[a-z][a-z0-9-]*$/.exec(name) ?? [];
  return group !== undefined && !GROUPS.has(group);
}

/** Reads `[SIDE/]GROUP.NAME`. Throws `KeyferryError` (`unknown-name`) with the nearest real names. */
export function parseSetting(text: string, own: readonly CatalogueEntry[] = []): Setting {
  const setting = findSetting(text, own);
  if (setting === undefined) throw unknownSetting(text, own);
  return setting;
}

function unknownSetting(text: string, own: readonly CatalogueEntry[]): KeyferryError {
  const slash = text.indexOf("/");
  const prefix = slash < 0 ? "" : text.slice(0, slash + 1);
  const sides = slash < 0 ? [""] : SIDES.map((side) => `${side}/`).filter((side) => side === prefix || !isSide(prefix));
  const names = sides.flatMap((side) =>
    [...ENTRIES.keys(), ...own.map(({ group, name }) => `${group}.${name}`)].map((name) => side + name),
  );
  return unknownName("setting", text, names, "keyferry profile settings PROFILE");
}

function isSide(prefix: string): boolean {
  return SIDES.some((side) => prefix === `${side}/`);
}
