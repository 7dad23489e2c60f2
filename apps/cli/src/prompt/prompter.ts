/** One thing to pick. */
export interface Choice<T> {
  readonly name: string;
  readonly value: T;
  readonly description?: string | undefined;
}

/** A person at a terminal. Each question throws `KeyferryError` (`cancelled`) on Ctrl-C. */
export interface Prompter {
  /** A text that is not empty. `check` gives what is wrong with it, or undefined. */
  text(question: {
    readonly message: string;
    readonly initial?: string | undefined;
    readonly check?: (text: string) => string | undefined;
  }): Promise<string>;
  /** A text that is not shown while it is typed, and not afterwards. Not empty. */
  hidden(question: { readonly message: string }): Promise<string>;
  /** One of a few. */
  choose<T>(question: { readonly message: string; readonly choices: readonly Choice<T>[] }): Promise<T>;
  /** One of many: the person types a part of the name. */
  search<T>(question: { readonly message: string; readonly choices: readonly Choice<T>[] }): Promise<T>;
}
