import type { KeyferryError } from "../contract/failure.ts";
import { CATALOGUE, type CatalogueEntry } from "./catalogue-entries.ts";
import { unknownName } from "./unknown-name.ts";

/** The side of a job that a setting speaks of, where a job has two. */
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

/** The setting of this name, or undefined. */
export function findSetting(text: string): Setting | undefined {
  const side = SIDES.find((each) => text.startsWith(`${each}/`));
  const entry = ENTRIES.get(side === undefined ? text : text.slice(side.length + 1));
  if (entry === undefined) return undefined;
  return side === undefined ? { key: text, entry } : { key: text, side, entry };
}

/** Reads `[SIDE/]GROUP.NAME`. Throws `KeyferryError` (`unknown-name`) with the nearest real names. */
export function parseSetting(text: string): Setting {
  const setting = findSetting(text);
  if (setting === undefined) throw unknownSetting(text);
  return setting;
}

function unknownSetting(text: string): KeyferryError {
  const slash = text.indexOf("/");
  const prefix = slash < 0 ? "" : text.slice(0, slash + 1);
  const sides = slash < 0 ? [""] : SIDES.map((side) => `${side}/`).filter((side) => side === prefix || !isSide(prefix));
  const names = sides.flatMap((side) => [...ENTRIES.keys()].map((name) => side + name));
  return unknownName("setting", text, names, "keyferry profile settings PROFILE");
}

function isSide(prefix: string): boolean {
  return SIDES.some((side) => prefix === `${side}/`);
}
