import type { Stream } from "../output/stream.ts";

/** The few signs that questions are drawn with. */
export interface Look {
  readonly cursor: string;
  readonly done: string;
  readonly more: string;
  readonly move: string;
  readonly between: string;
}

const UNICODE: Look = { cursor: "❯", done: "✔", more: "…", move: "↑↓", between: "·" };
const ASCII: Look = { cursor: ">", done: "+", more: "...", move: "up/down", between: "-" };

export function lookOf({ ascii }: Pick<Stream, "ascii">): Look {
  return ascii ? ASCII : UNICODE;
}
