import { readFileSync } from "node:fs";
import { RECIPES } from "@keyferry/jobs";
import { describe, expect, it } from "vitest";
import { type Outcome, seenOf } from "../../src/programs/outcome.ts";
import { COLUMNS, differences, rowOf, rowsOf, withRows } from "../../src/programs/table.ts";
import { TRIALS } from "../../src/programs/trials/index.ts";

const PAGE = readFileSync(new URL("../../../../docs/deliveries.md", import.meta.url), "utf8");
const EMPTY = "# Page\n\n<!-- programs:begin -->\n\n<!-- programs:end -->\n\nmore\n";

const outcome = (changes: Partial<Outcome> = {}): Outcome => ({
  name: "acme-password",
  way: "acme",
  program: "acme 1.2",
  server: "Acme server",
  alphabet: "p|%",
  milliseconds: 1,
  seen: { arguments: [], environment: ["network.username: acme"], files: [], memory: [], output: [] },
  wrongCode: 5,
  ...changes,
});

describe("the table on docs/deliveries.md", () => {
  it("has a row for every recipe, and one for every trial in its order; test:programs -- --write writes it", () => {
    const rows = rowsOf(PAGE);
    expect(rows.map(({ trial }) => trial)).toEqual(TRIALS.map(({ name }) => name));
    const tried = new Set(rows.map((row) => row["recipe, helper or delivery"]));
    expect(RECIPES.map(({ id }) => `\`${id}\``).filter((id) => !tried.has(id))).toEqual([]);
  });

  it("says of every row what was seen in each kind of place", () => {
    for (const row of rowsOf(PAGE)) for (const column of COLUMNS) expect(row[column]).not.toBe("");
  });

  it("is read as it was written, between its two comments", () => {
    const rows = [rowOf(outcome({ alphabet: "abc" })), rowOf(outcome({ name: "acme-key", alphabet: "a key" }))];
    const page = withRows(EMPTY, rows);
    expect(rowsOf(page)).toEqual(rows);
    expect(page.startsWith("# Page\n")).toBe(true);
    expect(page.endsWith("\n\nmore\n")).toBe(true);
  });

  it("differs where a run sees a value elsewhere, or has another trial", () => {
    const page = [rowOf(outcome())];
    expect(differences(page, [rowOf(outcome({ program: "acme 1.3" }))])).toEqual([]);
    const leak = { arguments: ["sftp.password: acme"], environment: [], files: [], memory: [], output: [] };
    expect(differences(page, [rowOf(outcome({ seen: leak }))])).toEqual([
      "acme-password, arguments: sftp.password: acme (the page says nothing)",
      "acme-password, environment: nothing (the page says network.username: acme)",
    ]);
    expect(differences(page, [rowOf(outcome({ name: "another" }))])).toEqual(["another: the page has no such row"]);
  });
});

describe("what was seen", () => {
  it("is told by setting and program, each once, and our own helper by one name", () => {
    const seen = (sink: "arguments" | "files", program: string, value: number) => ({
      sink,
      program,
      value,
      detail: "",
    });
    const sightings = [
      seen("arguments", "helper-0", 0),
      seen("arguments", "node", 0),
      seen("arguments", "MainThread", 0),
      seen("files", "acme", 1),
    ];
    expect(seenOf(sightings, ["sftp.username", "sftp.password"])).toEqual({
      arguments: ["sftp.username: the askpass helper"],
      environment: [],
      files: ["sftp.password: acme"],
      memory: [],
      output: [],
    });
  });
});
