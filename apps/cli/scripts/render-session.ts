import { readFileSync } from "node:fs";

const SCREENS = new URL("../test/terminal/screens/", import.meta.url);
const PART = /(<!-- session:[^\n]*-->\n)[\s\S]*?(<!-- \/session -->)/;

/** What was typed, and the screens that the tests of the real command line keep: where it was at work, and at its end. */
const SESSION: readonly (readonly [command: string, screens: readonly string[]])[] = [
  ["keyferry connection create", ["connection-6-done"]],
  ["keyferry secret create", ["secret-3-filtered", "secret-8-done"]],
  ["keyferry profile create", ["profile-3-password", "profile-5-done"]],
];

/** A page with the recorded session in its place. Throws where the page has no place for it. */
export function withSession(page: string): string {
  if (!PART.test(page)) throw new Error("the page has no place for the session");
  const parts = SESSION.map(([command, screens]) => [`$ ${command}`, ...screens.flatMap(shown)].join("\n"));
  const session = `\n\`\`\`console\n${parts.join("\n\n")}\n\`\`\`\n\n`;
  return page.replace(PART, (_, start: string, end: string) => start + session + end);
}

/** A screen in the middle of the work ends in a list: what was answered before it is in the screen of the end. */
function shown(name: string): string[] {
  const lines = readFileSync(new URL(`${name}.txt`, SCREENS), "utf8")
    .trimEnd()
    .split("\n");
  const question = lines.findLastIndex((line) => line.startsWith("? "));
  return question < 0 ? lines : [...lines.slice(question), "  …"];
}
