import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";
import { cut } from "../output/cut.ts";
import { type Stream, shown, styled } from "../output/stream.ts";
import { lookOf } from "./look.ts";
import type { Choice } from "./prompter.ts";

/** Lines of the list: as many as fit, within these. */
const FEWEST = 3;
const MOST = 10;
/** The question, the whole name, the count, the keys and a line to spare. */
const AROUND = 6;
const USUAL_COLUMNS = 80;
const USUAL_ROWS = 16;
/** Columns that names may take before descriptions, as a part of the whole. */
const NAMES_PART = 0.6;

/** What a picker shows. */
export interface PickerState {
  readonly message: string;
  readonly term: string;
  readonly found: readonly Choice<unknown>[];
  /** Place of the cursor in `found`. */
  readonly active: number;
  /** Choices that match, and all of them, without the one that is always offered. */
  readonly matching: number;
  readonly total: number;
  /** What is waited for, while more is coming. */
  readonly waiting: string | undefined;
}

/** How many choices are shown at once. */
export function pageSize({ rows }: Pick<Stream, "rows">): number {
  return Math.min(MOST, Math.max(FEWEST, (rows ?? USUAL_ROWS) - AROUND));
}

/** The question with what was typed, and the lines below it. Only what is on the page is drawn. */
export function pickerScreen(stream: Stream, state: PickerState): [question: string, below: string] {
  const question = `${styled(stream, "blue", "?")} ${styled(stream, "bold", shown(stream, state.message))}`;
  return [`${question} ${styled(stream, "cyan", shown(stream, state.term))}`, lines(stream, state).join("\n")];
}

/** The line that stays when something was picked. */
export function pickedLine(stream: Stream, message: string, name: string): string {
  const sign = styled(stream, "green", lookOf(stream).done);
  return `${sign} ${styled(stream, "bold", shown(stream, message))} ${styled(stream, "cyan", shown(stream, name))}`;
}

function lines(stream: Stream, state: PickerState): string[] {
  const look = lookOf(stream);
  const width = (stream.columns ?? USUAL_COLUMNS) - 1;
  const { found, active } = state;
  const size = pageSize(stream);
  const first = Math.max(0, Math.min(active - Math.floor(size / 2), found.length - size));
  const page = found.slice(first, first + size);
  const names = page.map(({ name }) => shown(stream, name));
  const longest = Math.max(0, ...names.map((name) => stringWidth(name)));
  const described = page.some(({ description }) => description);
  const column = Math.min(longest, Math.floor(described ? (width - 4) * NAMES_PART : width - 2));
  const list = page.map(({ description }, at) => {
    const name = cut(names[at] ?? "", column, look.more);
    const isActive = first + at === active;
    const room = width - 4 - column;
    const note = description && room > 0 ? cut(shown(stream, description), room, look.more) : "";
    const blanks = note ? " ".repeat(column - stringWidth(name) + 2) : "";
    const line = `${isActive ? look.cursor : " "} ${name}${blanks}`;
    return styledLine(stream, isActive, line, note);
  });
  const picked = found[active];
  const hint = (text: string) => styled(stream, "dim", cut(`  ${text}`, width, look.more));
  return [
    ...list,
    ...(picked ? whole(stream, picked, width, column) : []),
    ...count(state, size, look.more).map(hint),
    hint([`${look.move} move`, "type to filter", "enter picks"].join(` ${look.between} `)),
  ];
}

function styledLine(stream: Stream, isActive: boolean, line: string, note: string): string {
  return `${isActive ? styled(stream, "cyan", line) : line}${note ? styled(stream, "dim", note) : ""}`;
}

/** The whole name under the list, where the list has cut it. */
function whole(stream: Stream, { name }: Choice<unknown>, width: number, column: number): string[] {
  const text = shown(stream, name);
  if (stringWidth(text) <= column) return [];
  return wrapAnsi(text, width, { hard: true, trim: false }).split("\n").slice(0, FEWEST);
}

/** How many there are, unless that is plain to see. */
function count({ term, found, matching, total, waiting }: PickerState, size: number, more: string): string[] {
  if (waiting === undefined && term === "" && found.length <= size) return [];
  const number = (value: number) => value.toLocaleString("en");
  const counted = term.trim() === "" ? number(total) : `${number(matching)} of ${number(total)}`;
  return [waiting === undefined ? counted : `${counted} ${more} ${waiting}`];
}
