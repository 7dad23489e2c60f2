import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { type Column, record, table } from "../../src/output/table.ts";
import { captured } from "../fakes/world.ts";

type Row = { readonly name: string; readonly note?: string };
const COLUMNS: readonly Column<Row>[] = [
  { title: "NAME", cell: ({ name }) => name },
  { title: "NOTE", cell: ({ note }) => note },
];
const LONG = "a description that is far longer than any terminal of this test is wide ".repeat(3).trim();
const pipe = captured().stream;
const terminal = (columns: number, colour = false) => captured({ isTTY: true, columns, colour }).stream;

describe("table", () => {
  it("aligns columns, wide characters too, and leaves no blanks at the ends", () => {
    expect(table(pipe, COLUMNS, [{ name: "パス", note: "x" }, { name: "abcdef" }])).toBe(
      "NAME    NOTE\nパス    x\nabcdef\n",
    );
  });

  it("never breaks or shortens a row in a pipe", () => {
    const lines = table(pipe, COLUMNS, [{ name: "n", note: LONG }]).split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(LONG);
  });

  it("fits a terminal by breaking the widest column, and loses nothing", () => {
    const lines = table(terminal(40), COLUMNS, [{ name: "backup/nas", note: LONG }])
      .trimEnd()
      .split("\n");
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(40);
    expect(lines[1]).toMatch(/^backup\/nas {2}a description/);
    const notes = lines.slice(1).map((line) => line.slice(12).trim());
    expect(notes.join(" ").replaceAll(" ", "")).toBe(LONG.replaceAll(" ", ""));
  });

  it("takes as much from each of two long columns, and begins no line with the blank that it is broken at", () => {
    const lines = table(terminal(40), COLUMNS, [{ name: LONG, note: `${LONG} at last` }])
      .trimEnd()
      .split("\n")
      .slice(1);
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(40);
    expect(new Set(lines.map((line) => line.slice(19, 21)))).toEqual(new Set(["  "]));
    for (const at of [0, 21]) {
      const cells = lines.map((line) => line.slice(at, at + 19)).filter((cell) => cell.trim() !== "");
      expect(cells.filter((cell) => cell.startsWith(" "))).toEqual([]);
    }
    expect(table(terminal(20), COLUMNS, [{ name: " a name with a blank in front" }])).toMatch(/^NAME.*\n a name/);
  });

  it("breaks a long name without a blank in it", () => {
    const name = "n".repeat(100);
    const text = table(terminal(30), COLUMNS, [{ name, note: "x" }]);
    expect(text.replace(/[^n]/g, "")).toBe(name);
  });

  it("shows rows one below the other where the columns do not fit, without empty cells", () => {
    const text = table(terminal(15), COLUMNS, [{ name: "a-long-name", note: "a note" }, { name: "other" }]);
    expect(text).toBe("NAME  a-long-na\n      me\nNOTE  a note\n\nNAME  other\n");
  });

  it("ends on a terminal that is too narrow for anything", () => {
    expect(table(terminal(5), COLUMNS, [{ name: LONG, note: LONG }])).toContain("NAME");
  });

  it("keeps one row one line, whatever a cell holds", () => {
    const text = table(pipe, COLUMNS, [{ name: "a\nb\u001b[2J", note: "\u202eevil" }]);
    expect(text.split("\n")).toHaveLength(3);
    expect(text).toContain("a\\u{a}b\\u{1b}[2J");
  });

  it("colours the titles where the stream takes colour, and nowhere else", () => {
    expect(table(terminal(80, true), COLUMNS, [])).toContain("\u001b[1mNAME");
    expect(table(terminal(80), COLUMNS, [])).not.toContain("\u001b");
  });
});

describe("record", () => {
  it("leaves out what has no value", () => {
    expect(
      record(pipe, [
        ["name", "prod"],
        ["key", undefined],
        ["provider", "aws"],
      ]),
    ).toBe("name      prod\nprovider  aws\n");
  });
});
