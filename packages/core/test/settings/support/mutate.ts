import fc from "fast-check";

/** Texts that mean something somewhere in the settings, in a wrong place. */
const ODD = ["", "-", "x".repeat(256), "🔑".repeat(255), "🔑".repeat(256), "A", "a.b", "../x", "env:P", "constructor"];

/** Any value that a person could have typed in the place of another. */
export const anything = fc.oneof(
  fc.constantFrom<unknown>(...ODD, null, true, 0, -1, 1, 2, 1.5, 1e300, [], {}, [1], { a: 1 }),
  fc.jsonValue(),
);

/** One change somewhere in a JSON value: another value, a member more, a member less, another name. */
export function mutated(value: unknown, picks: readonly number[], put: unknown): unknown {
  const [pick = 0, ...rest] = picks;
  if (typeof value !== "object" || value === null || rest.length === 0 || pick % 5 === 0) return put;
  const entries = Object.entries(value);
  const at = pick % Math.max(1, entries.length);
  // What is empty has no member, and JSON no undefined.
  const [name = "x", member = null] = entries[at] ?? [];
  if (pick % 7 === 1) entries.splice(at, 1);
  else if (pick % 7 === 2) entries.push([ODD[pick % ODD.length] ?? "y", put]);
  else if (pick % 7 === 3) entries[at] = [`${name}${pick}`, member];
  else entries[at] = [name, mutated(member, rest, put)];
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}
