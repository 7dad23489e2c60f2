import type { Choice, ComingChoices } from "./prompter.ts";

/** How often a list that grows is shown anew at most, in milliseconds: keys come before pages. */
const SHOWN_EACH_MS = 80;

/** Choices, all there or still coming. */
export interface ChoiceList<T> {
  readonly items: readonly Choice<T>[];
  readonly coming: boolean;
  /** Why the rest will not come, once that is so. */
  readonly failure: unknown;
  /** Calls back when there is more, or no more, until the returned function is called. */
  watch(look: () => void): () => void;
  /** Asks for no more. */
  stop(): void;
}

/** A list whose choices are all there. */
export function wholeList<T>(items: readonly Choice<T>[]): ChoiceList<T> {
  return { items, coming: false, failure: undefined, watch: () => () => {}, stop() {} };
}

/** A list that grows while its choices come. */
export function growingList<T>(choices: ComingChoices<T>): ChoiceList<T> {
  const stopper = new AbortController();
  const items: Choice<T>[] = [];
  const watchers = new Set<() => void>();
  let coming = true;
  let failure: unknown;
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    timer = undefined;
    for (const look of watchers) look();
  };
  const take = async (): Promise<void> => {
    try {
      for await (const choice of choices(stopper.signal)) {
        items.push(choice);
        timer ??= setTimeout(tell, items.length > 1 ? SHOWN_EACH_MS : 0);
      }
    } catch (error) {
      if (!stopper.signal.aborted) failure = error;
    }
    coming = false;
    clearTimeout(timer);
    tell();
  };
  void take();
  return {
    items,
    get coming() {
      return coming;
    },
    get failure() {
      return failure;
    },
    watch(look) {
      watchers.add(look);
      return () => watchers.delete(look);
    },
    stop: () => stopper.abort(),
  };
}
