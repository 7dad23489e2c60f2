/** One way to write a value inside a payload. */
export interface Encoder {
  /** Why this text cannot be written so, without quoting it; undefined if it can. */
  fault?(text: string): string | undefined;
  encode(text: string): string;
}
