import { needleForms } from "./needles.ts";
import { reveal, Secret } from "./secret.ts";

/** Masks values in texts that Keyferry itself writes: messages, logs, events. */
export class Redactor {
  readonly #needles = new Set<string>();
  /** Their forms are made at the first text: most sessions end without one. */
  #added: (string | Secret<string>)[] = [];

  /** Masks this value from now on, in all the forms of `needleForms`. A value shorter than 4 bytes cannot be masked. */
  add(value: string | Secret<string>): void {
    this.#added.push(value);
  }

  /**
   * The text with every form of every value as `[secret]`. Needles are sought in the text as it came, so values that overlap
   * or hold each other leave no rest: what touches becomes one mask.
   */
  redact(text: string): string {
    this.#makeForms();
    let masked = "";
    let from = 0;
    for (const [start, end] of mergeSpans([...this.#spans(text)])) {
      masked += `${text.slice(from, start)}[secret]`;
      from = end;
    }
    return masked + text.slice(from);
  }

  #makeForms(): void {
    for (const value of this.#added) {
      for (const form of needleForms(value instanceof Secret ? reveal(value) : value)) {
        this.#needles.add(Buffer.from(form).toString("utf8"));
      }
    }
    this.#added = [];
  }

  *#spans(text: string): Generator<readonly [number, number]> {
    for (const needle of this.#needles) {
      for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) yield [at, at + needle.length];
    }
  }
}

function mergeSpans(spans: (readonly [number, number])[]): [number, number][] {
  const merged: [number, number][] = [];
  for (const [start, end] of spans.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}
