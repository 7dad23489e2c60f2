/** One thing to pick. */
export interface Choice<T> {
  readonly name: string;
  readonly value: T;
  readonly description?: string | undefined;
}

/** Choices that come one after the other, until the signal says that none is wanted any more. */
export type ComingChoices<T> = (signal: AbortSignal) => AsyncIterable<Choice<T>>;

/** A person at a terminal. Each question throws `KeyferryError` (`cancelled`) on Ctrl-C. */
export interface Prompter {
  /** A text, not empty unless `optional`. `check` gives what is wrong with it, or undefined. */
  text(question: {
    readonly message: string;
    /** Stands there to be taken or edited. */
    readonly initial?: string | undefined;
    readonly optional?: boolean;
    readonly check?: (text: string) => string | undefined | Promise<string | undefined>;
  }): Promise<string>;
  /** One of a few. `initial` is the place in the list that the cursor starts at. */
  choose<T>(question: {
    readonly message: string;
    readonly choices: readonly Choice<T>[];
    readonly initial?: number;
  }): Promise<T>;
  /**
   * One of many: the person types a part of the name. Choices that come one after the other are shown as they come; where
   * they fail, the question throws their error. `others` are always offered, behind the rest.
   */
  search<T>(question: {
    readonly message: string;
    readonly choices: readonly Choice<T>[] | ComingChoices<T>;
    readonly others?: readonly Choice<T>[];
    /** What is waited for while choices are still coming. */
    readonly waiting?: () => string;
  }): Promise<T>;
  /** A text that is not shown while it is typed, and not afterwards. Not empty. */
  hidden(question: { readonly message: string }): Promise<string>;
}
