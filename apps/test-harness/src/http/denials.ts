/** What a store's callers may not do. They may do everything else. */
export class Denials<Denial> {
  readonly #denials: Denial[] = [];

  deny(denial: Denial): void {
    this.#denials.push(denial);
  }

  allowAll(): void {
    this.#denials.length = 0;
  }

  protected isDenied(fits: (denial: Denial) => boolean): boolean {
    return this.#denials.some(fits);
  }
}
