import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../src/commands/index.ts";

const ROOT = new URL("../../../", import.meta.url);
const HELP = ["help"];

/** Pages and sources that tell a person which command to type. */
function pages(): string[] {
  const tree = (folder: string) =>
    readdirSync(new URL(folder, ROOT), { recursive: true, encoding: "utf8" }).map((path) => `${folder}${path}`);
  const packages = readdirSync(new URL("packages/", ROOT)).map((name) => `packages/${name}/`);
  const sources = packages.flatMap((folder) => tree(`${folder}src/`)).filter((path) => path.endsWith(".ts"));
  const docs = tree("docs/").filter((path) => path.endsWith(".md"));
  const readmes = [...packages, "apps/cli/", ""].map((folder) => `${folder}README.md`);
  return [...docs, ...readmes, "SECURITY.md", ...sources];
}

/** What a text tells to type after `keyferry` that is no command. */
function unknownCommands(text: string): string[] {
  const typed = text.matchAll(/(?:^|[`$ ])keyferry ([a-z]+)(?: ([a-z][a-z-]*))?(?=[ `\n.,;:)"']|$)/gm);
  return [...typed].flatMap(([, first = "", second]) => {
    const found = COMMANDS.find(({ name }) => name === first);
    if (HELP.includes(first) || (found && !("commands" in found))) return [];
    const known = found?.commands.some(({ name }) => name === second);
    return known ? [] : [`${first} ${second ?? ""}`.trim()];
  });
}

describe("commands that people are told to type", () => {
  // Prose such as "keyferry is" is not a command: only what begins with a command's word is looked at.
  const names = new Set(COMMANDS.map(({ name }) => name));
  it("are real ones", () => {
    const told = pages().flatMap((path) =>
      unknownCommands(readFileSync(new URL(path, ROOT), "utf8"))
        .filter((command) => names.has(command.split(" ", 1)[0] ?? ""))
        .map((command) => `${path}: keyferry ${command}`),
    );
    expect(told).toEqual([]);
  });

  it("are told from those that do not exist", () => {
    expect(unknownCommands("run `keyferry provider policy PROFILE`, or keyferry policy nightly")).toEqual([
      "provider policy",
    ]);
    expect(unknownCommands("$ keyferry connection create prod\nkeyferry run --env A=b")).toEqual([]);
  });
});
