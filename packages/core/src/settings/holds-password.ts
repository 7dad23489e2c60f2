/**
 * Whether a text holds an address with a password in it (`https://me:password@host`). A user's name alone is none. Only the
 * last character of the scheme is looked at, so that the time grows with the text and not with its square.
 */
export function holdsPassword(text: unknown): boolean {
  return typeof text === "string" && /[a-z0-9+.-]:\/\/[^\s/?#@:]*:[^\s/?#@]+@/i.test(text);
}
