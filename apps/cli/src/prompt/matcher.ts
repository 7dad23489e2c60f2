import type { Choice } from "./prompter.ts";

/** Finds the choices that hold every word of a term, in their order. What was looked at is not looked at again while the term stays. */
export class Matcher<T> {
  readonly #items: readonly Choice<T>[];
  readonly #texts: string[] = [];
  #term = "";
  #words: readonly string[] = [];
  #found: Choice<T>[] = [];
  #looked = 0;

  /** The list may grow between two calls. */
  constructor(items: readonly Choice<T>[]) {
    this.#items = items;
  }

  find(term: string): readonly Choice<T>[] {
    if (term !== this.#term) {
      this.#term = term;
      this.#words = folded(term).split(/\s+/).filter(Boolean);
      this.#found = [];
      this.#looked = 0;
    }
    for (; this.#looked < this.#items.length; this.#looked += 1) {
      const item = this.#items[this.#looked];
      if (item && this.#words.every((word) => this.#text(this.#looked, item).includes(word))) this.#found.push(item);
    }
    return this.#found;
  }

  #text(at: number, { name, description }: Choice<T>): string {
    const known = this.#texts[at];
    if (known !== undefined) return known;
    const text = folded(`${name} ${description ?? ""}`);
    this.#texts[at] = text;
    return text;
  }
}

/** One form for letters that differ by case or by how their accents are coded. */
function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
