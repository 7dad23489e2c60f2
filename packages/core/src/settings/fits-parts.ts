/**
 * How many members a value that was parsed from JSON has, with those of all that is in it; {@link MISFIT} where it does not fit
 * a schema.
 */
export type Fits = (value: unknown) => number;
export type Members = Readonly<Record<string, unknown>>;

/** What does not fit. */
export const MISFIT = -1;

/** A text of this length and form. */
export function textFits({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern }: Members): Fits {
  const least = Number(minLength);
  const most = Number(maxLength);
  const form = pattern === undefined ? undefined : new RegExp(String(pattern), "u");
  return (value) => {
    if (typeof value !== "string") return MISFIT;
    // The schema counts characters: a text has at most as many as it has units, and at least half.
    if (value.length < least || value.length > most) {
      const characters = [...value].length;
      if (characters < least || characters > most) return MISFIT;
    } else if (least > 1 && [...value].length < least) return MISFIT;
    return alone(form === undefined || form.test(value));
  };
}

/** What a schema says about a member. */
export interface Known {
  readonly fits: Fits;
  readonly needed: boolean;
}

export interface Limits {
  readonly least: number;
  readonly most: number;
}

/** An object of these members and no others. */
export function closed(known: ReadonlyMap<string, Known>, { least, most }: Limits): Fits {
  const needed = [...known.values()].filter((each) => each.needed).length;
  return (value) => {
    if (!isObject(value)) return MISFIT;
    let count = 0;
    let inner = 0;
    let found = 0;
    // Loops over the members that exist: V8 finds each of them faster than one that is asked for by its name.
    for (const name in value) {
      const member = known.get(name);
      const members = member === undefined ? MISFIT : member.fits(value[name]);
      if (members < 0) return MISFIT;
      count += 1;
      inner += members;
      if (member?.needed) found += 1;
    }
    return found === needed && count >= least && count <= most ? count + inner : MISFIT;
  };
}

/** An object of any members, whose names and values fit. */
export function open(names: Fits, values: Fits, { least, most }: Limits): Fits {
  return (value) => {
    if (!isObject(value)) return MISFIT;
    let count = 0;
    let inner = 0;
    for (const name in value) {
      const members = values(value[name]);
      if (members < 0 || names(name) < 0) return MISFIT;
      count += 1;
      inner += members;
    }
    return count >= least && count <= most ? count + inner : MISFIT;
  };
}

/** A value without members. */
export function alone(fits: boolean): number {
  return fits ? 0 : MISFIT;
}

export function sum(values: readonly unknown[], fits: Fits): number {
  let all = 0;
  for (const value of values) {
    const members = fits(value);
    if (members < 0) return MISFIT;
    all += members;
  }
  return all;
}

export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function never(): number {
  return MISFIT;
}
