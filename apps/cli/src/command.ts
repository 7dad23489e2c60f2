import { Command, type ParseOptionsResult } from "commander";
import type { Invocation } from "./invocation.ts";

/** Gives a command its arguments, options, examples and action. Each command's module exports one as `define`. */
export type Define = (command: Command, invocation: Invocation) => void;

/** The part of `--help` that shows the command at work. */
export function examples(...lines: readonly string[]): string {
  return `\nExample${lines.length === 1 ? "" : "s"}:\n${lines.map((line) => `  ${line}`).join("\n")}\n`;
}

/** A command that takes a program: everything behind `--` goes to it as it is, `--help` and `--` included. */
export class ProgramCommand extends Command {
  readonly #invocation: Invocation;

  constructor(name: string, invocation: Invocation) {
    super(name);
    this.#invocation = invocation;
  }

  override parseOptions(argv: string[]): ParseOptionsResult {
    const at = argv.indexOf("--");
    if (at < 0) return super.parseOptions(argv);
    this.#invocation.tail = argv.slice(at + 1);
    return super.parseOptions(argv.slice(0, at));
  }
}
