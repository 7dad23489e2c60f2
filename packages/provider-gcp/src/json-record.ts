/** A JSON object whose members are looked at before they are believed. */
export interface JsonRecord {
  readonly [member: string]: unknown;
}

export function asRecord(value: unknown): JsonRecord | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonRecord) : undefined;
}

/** The JSON object that a text is; `undefined` for any other text. Never throws: an error of `JSON.parse` quotes the text. */
export function parseRecord(text: string): JsonRecord | undefined {
  try {
    return asRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function textOf(record: JsonRecord | undefined, name: string): string | undefined {
  const value = record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}
