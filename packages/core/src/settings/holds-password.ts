/** Whether a text holds an address with a password in it (`https://me:password@host`). A user's name alone is none. */
export function holdsPassword(text: unknown): boolean {
  return typeof text === "string" && /[a-z][a-z0-9+.-]*:\/\/[^\s/?#@:]*:[^\s/?#@]+@/i.test(text);
}
