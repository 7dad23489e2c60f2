/** What a case throws where the provider does not conform. Its text never holds a value. */
export class ConformanceError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ConformanceError";
  }
}

/** Throws a {@link ConformanceError} unless `holds`. */
export function ensure(holds: boolean, message: string): asserts holds {
  if (!holds) throw new ConformanceError(message);
}
