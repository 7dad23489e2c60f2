import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Prints the demonstration, for a terminal and for a log file alike, and keeps what it printed. */
export class Narrator {
  readonly #out: NodeJS.WriteStream;
  #printed = "";

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  get printed(): string {
    return this.#printed;
  }

  part(title: string): void {
    this.#line("");
    this.#line(this.#styled(["bold", "underline"], title));
  }

  /** A command as a person would type it, and why. */
  command(line: string, why: string): void {
    this.#line("");
    this.#line(`${this.#styled("cyan", "$")} ${this.#styled("bold", line)}`);
    this.#line(this.#styled("dim", `  # ${why}`));
  }

  output(text: string): void {
    for (const line of text.replace(/\n$/, "").split("\n")) this.#line(`  ${line}`);
  }

  /** A claim that was put to the test. */
  claim(holds: boolean, text: string): void {
    this.#line(`  ${holds ? this.#styled("green", "✓") : this.#styled("red", "✗")} ${text}`);
  }

  note(text: string): void {
    this.#line(text);
  }

  #styled(style: Style, text: string): string {
    return styleText(style, text, { stream: this.#out });
  }

  #line(line: string): void {
    this.#printed += `${line}\n`;
    this.#out.write(`${line}\n`);
  }
}
