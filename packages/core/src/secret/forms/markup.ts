import { beyondAscii, type Writing, written } from "./written.ts";

const CONTENT = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** How writers of XML and HTML write quotes: not at all, or as an attribute needs it; there are four ways for the single one. */
const QUOTES = [
  {},
  { '"': "&quot;" },
  { '"': "&quot;", "'": "&apos;" },
  { '"': "&quot;", "'": "&#39;" },
  { '"': "&quot;", "'": "&#039;" },
  { '"': "&quot;", "'": "&#x27;" },
  { '"': "&#34;", "'": "&#39;" },
];

const SPACES = "\t\n\r";
const decimal = (character: string) => `&#${character.codePointAt(0)};`;
const hex = (character: string) => `&#x${character.codePointAt(0)?.toString(16)};`;
const hexUpper = (character: string) => `&#x${character.codePointAt(0)?.toString(16).toUpperCase()};`;
const spaces =
  (write: (character: string) => string): Writing =>
  (character) =>
    SPACES.includes(character) ? write(character) : undefined;

/** What is written as a number: in an attribute line breaks and tabs, which a reader would make a space of; in a document of ASCII all beyond that. */
const NUMBERED: readonly (readonly Writing[])[] = [
  [],
  [spaces(decimal)],
  [spaces(hexUpper)],
  [beyondAscii(decimal)],
  [spaces(decimal), beyondAscii(decimal)],
  [beyondAscii(hex)],
  [beyondAscii(hexUpper)],
  [spaces(hexUpper), beyondAscii(hexUpper)],
];

/** A text as XML and HTML hold it, in content and in attributes. */
export function markupForms(text: string): string[] {
  return QUOTES.flatMap((quotes) => NUMBERED.map((numbered) => written(text, CONTENT, quotes, ...numbered)));
}

/** The same for a long text, whose lines are masked by themselves: with no more numbers than it has to have. */
export function longMarkupForms(text: string): string[] {
  const numbered = written(text, CONTENT) === text ? [[]] : NUMBERED.slice(0, 3);
  return QUOTES.flatMap((quotes) => numbered.map((writings) => written(text, CONTENT, quotes, ...writings)));
}
