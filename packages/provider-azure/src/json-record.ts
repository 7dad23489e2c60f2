/** A JSON object of which nothing is known yet. */
export interface JsonRecord {
  readonly [member: string]: unknown;
}

export function asRecord(value: unknown): JsonRecord | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonRecord) : undefined;
}

/** The JSON object that a text holds; `undefined` where it holds none. */
export function parseRecord(text: string): JsonRecord | undefined {
  try {
    return asRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function textOf(record: JsonRecord | undefined, member: string): string | undefined {
  const value = record?.[member];
  return typeof value === "string" ? value : undefined;
}
