/**
 * How many members a value that was parsed from JSON has, with those of all that is in it; {@link MISFIT} where it does not fit
 * a schema.
 */
export type Fits = (value: unknown) => number;
export type Members = Readonly<Record<string, unknown>>;

/** What does not fit. */
export const MISFIT = -1;

const REMEMBERED = 128;

/** A text of this length and form. */
export function textFits({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern }: Members): Fits {
  const least = Number(minLength);
  const most = Number(maxLength);
  const form = pattern === undefined ? undefined : new RegExp(String(pattern), "u");
  // 10,000 secrets name few connections.
  const passed = new Set<string>();
  return (value) => {
    if (typeof value !== "string") return MISFIT;
    // The schema counts characters: a text has at most as many as it has units, and at least half.
    if (value.length < least || value.length > most) {
      const characters = [...value].length;
      if (characters < least || characters > most) return MISFIT;
    } else if (least > 1 && [...value].length < least) return MISFIT;
    if (form === undefined || passed.has(value)) return 0;
    if (!form.test(value)) return MISFIT;
    if (passed.size < REMEMBERED) passed.add(value);
    return 0;
  };
}

interface Known {
  readonly name: string;
  readonly fits: Fits;
  readonly needed: boolean;
}

export interface Limits {
  readonly least: number;
  readonly most: number;
}

/** An object of these members and no others. */
export function closed(known: readonly Known[], { least, most }: Limits): Fits {
  if (known.some(({ name }) => name in Object.prototype)) return never;
  return (value) => {
    if (!isObject(value)) return MISFIT;
    let count = 0;
    let inner = 0;
    // By number: what an iterator gives is made anew each time, 100,000 times for 10,000 definitions.
    for (let at = 0; at < known.length; at += 1) {
      const { name, fits, needed } = known[at] as Known;
      const member = value[name];
      if (member !== undefined) {
        const members = fits(member);
        if (members < 0) return MISFIT;
        count += 1;
        inner += members;
      } else if (needed) return MISFIT;
    }
    let all = 0;
    for (const _ in value) all += 1;
    return all === count && count >= least && count <= most ? count + inner : MISFIT;
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
