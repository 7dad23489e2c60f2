/** A piece of code on a page that says which file it is taken from. */
export interface Snippet {
  readonly file: string;
  readonly code: string;
}

/** The fenced pieces of a page that name a file: ` ```ts file=src/index.ts `. */
export function snippetsOf(page: string): Snippet[] {
  return [...page.matchAll(/^```\w+ file=(\S+)\n(.*?)^```$/gms)].map(([, file = "", code = ""]) => ({ file, code }));
}

/** Whether code stands in a file word for word. */
export function isTakenFrom(code: string, file: string): boolean {
  return code.trim() !== "" && file.includes(code.trimEnd());
}
