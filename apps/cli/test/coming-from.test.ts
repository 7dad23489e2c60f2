import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../src/commands/index.ts";

const ROOT = new URL("../../../", import.meta.url);
const PAGE = readFileSync(new URL("docs/coming-from-syncbackpro.md", ROOT), "utf8");

/** The three cells of every row of the page's tables. */
function rows(page: string): string[][] {
  return page
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| ---"))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    )
    .filter(([feature]) => feature !== "SyncBackPro" && feature !== "seen from outside");
}

function isCommand(name: string): boolean {
  const [first, second] = name.split(" ");
  const found = COMMANDS.find((item) => item.name === first);
  if (found === undefined) return false;
  return "commands" in found ? found.commands.some((entry) => entry.name === second) : true;
}

/** What is wrong with a row. */
function problems([feature = "", how = "", test = ""]: readonly string[]): string[] {
  const [, path, title] = /^`([^`]+)`(?: › \*(.+)\*)?$/.exec(test) ?? [];
  const there = path !== undefined && existsSync(new URL(path, ROOT));
  if (how.startsWith("not yet")) {
    const command = /^not yet: (.+)$/.exec(how)?.[1];
    const done = command === undefined ? there : isCommand(command);
    return done ? [`${feature}: it is done now; say by which command and test`] : [];
  }
  if (!there) return [`${feature}: the test ${path} is not there`];
  const named = title === undefined || readFileSync(new URL(path, ROOT), "utf8").includes(title);
  const commands = [...how.matchAll(/`keyferry ([a-z-]+(?: [a-z-]+)?)/g)].map(([, command = ""]) => command);
  const unknown = commands.filter((command) => !isCommand(command));
  return [
    ...(named ? [] : [`${feature}: ${path} has no test ${title}`]),
    ...unknown.map((command) => `${feature}: there is no keyferry ${command}`),
  ];
}

describe("docs/coming-from-syncbackpro.md", () => {
  it("names commands and tests that are there, and calls nothing undone that is done", () => {
    expect(rows(PAGE).flatMap(problems)).toEqual([]);
  });

  it("has a row for each of the product's managers, types, groups and rules", () => {
    expect(rows(PAGE).length).toBeGreaterThanOrEqual(55);
    for (const row of rows(PAGE)) expect(row.length, row.join(" | ")).toBe(3);
  });

  it("would say what is wrong", () => {
    const test = "`apps/cli/test/coming-from.test.ts`";
    expect(problems(["a", "`keyferry secret list`", test])).toEqual([]);
    expect(problems(["a", "`keyferry secret show-value x`", test])).toHaveLength(1);
    expect(problems(["a", "`keyferry secret list`", "`apps/cli/test/none.test.ts`"])).toHaveLength(1);
    expect(problems(["a", "`keyferry secret list`", `${test} › *no such ${"title"}*`])).toHaveLength(1);
    expect(problems(["a", "not yet: secret list", ""])).toHaveLength(1);
    expect(problems(["a", "not yet", test])).toHaveLength(1);
  });
});
