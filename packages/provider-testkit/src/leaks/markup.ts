import { asIs, type Rule, table, variants } from "./variants.ts";

const decimal: Rule = (codePoint) => `&#${codePoint};`;
const hex: Rule = (codePoint) => `&#x${codePoint.toString(16)};`;
const hexUpper: Rule = (codePoint) => `&#x${codePoint.toString(16).toUpperCase()};`;

/** A value as XML and HTML writers put it into text or an attribute: the five entities, each where it is optional with and without, and references by number. */
export function markupForms(text: string): string[] {
  const once = variants(text, [
    [table({ "&": "&amp;", "<": "&lt;" })],
    [table({ ">": "&gt;" }), asIs],
    [table({ '"': "&quot;" }), table({ '"': "&#34;" }), table({ '"': "&#x22;" }), asIs],
    [table({ "'": "&apos;" }), table({ "'": "&#39;" }), table({ "'": "&#x27;" }), asIs],
    [asIs, only(/[\t\n\r]/u, decimal), only(/[\t\n\r]/u, hex), only(/[\t\n\r]/u, hexUpper)],
    [asIs, only(/[^\0-\x7f]/u, decimal), only(/[^\0-\x7f]/u, hex), only(/[^\0-\x7f]/u, hexUpper)],
  ]);
  const whole = [decimal, hex, hexUpper].flatMap((rule) => variants(text, [[rule]]));
  return [...new Set([...once, ...whole])];
}

function only(which: RegExp, rule: Rule): Rule {
  return (codePoint) => (which.test(String.fromCodePoint(codePoint)) ? rule(codePoint) : undefined);
}
