/** One way to write a character, or `undefined` where a rule has nothing to say of it. */
export type Rule = (codePoint: number) => string | undefined;

/**
 * Writes `text` in every combination of the choices: of each list of rules one is taken, and for each character the first of the taken rules
 * that has something to say wins; a character that none speaks of stands as it is.
 */
export function variants(text: string, choices: readonly (readonly Rule[])[]): string[] {
  const characters = Array.from(text);
  const codePoints = characters.map((character) => character.codePointAt(0) ?? 0);
  const combinations = choices.reduce<readonly (readonly Forms[])[]>(
    (taken, rules) => taken.flatMap((before) => differing(rules, codePoints).map((forms) => [...before, forms])),
    [[]],
  );
  const written = combinations.map((combination) =>
    characters.map((plain, at) => combination.find((forms) => forms[at] !== undefined)?.[at] ?? plain).join(""),
  );
  return [...new Set(written)];
}

/** What one rule makes of each character of a text. */
type Forms = readonly (string | undefined)[];

/** The rules that differ in this text: without it, combinations that are all the same would be counted in hundreds. */
function differing(rules: readonly Rule[], codePoints: readonly number[]): Forms[] {
  const all = rules.map((rule) => codePoints.map((codePoint) => rule(codePoint)));
  return [...new Map(all.map((forms) => [JSON.stringify(forms), forms])).values()];
}

/** A rule for some characters: a table of what each becomes. */
export function table(forms: Readonly<Record<string, string>>): Rule {
  return (codePoint) => {
    const character = String.fromCodePoint(codePoint);
    return Object.hasOwn(forms, character) ? forms[character] : undefined;
  };
}

/** The rule that has nothing to say. */
export const asIs: Rule = () => undefined;
