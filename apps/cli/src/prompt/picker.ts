import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isTabKey,
  isUpKey,
  useEffect,
  useKeypress,
  useRef,
  useState,
} from "@inquirer/core";
import type { Stream } from "../output/stream.ts";
import type { ChoiceList } from "./choice-list.ts";
import { Matcher } from "./matcher.ts";
import { pageSize, pickedLine, pickerScreen } from "./picker-screen.ts";
import type { Choice } from "./prompter.ts";

export interface PickerConfig {
  readonly message: string;
  readonly list: ChoiceList<unknown>;
  readonly others?: readonly Choice<unknown>[] | undefined;
  readonly initial?: number | undefined;
  readonly waiting?: (() => string) | undefined;
  readonly stream: Stream;
}

/** What came of a picker: a choice, or the failure of the list. */
export type Picked = { readonly choice: Choice<unknown> } | { readonly failure: unknown };

type Question = (
  config: PickerConfig,
  context: { readonly output: NodeJS.WritableStream; readonly signal: AbortSignal },
) => Promise<Picked>;

/**
 * Picks one of a list that may be long and still be coming. `@inquirer/search` asks for all matches before it shows the
 * first, and its page breaks the lines of the whole list at each key; so this one draws what is on the page.
 */
export const picker: Question = createPrompt<Picked, PickerConfig>((config, done) => {
  const { message, list, others = [], stream } = config;
  const [term, setTerm] = useState("");
  const [place, setPlace] = useState(config.initial ?? 0);
  const [chosen, setChosen] = useState<Choice<unknown> | undefined>(undefined);
  const [, setLooked] = useState("");
  const matcher = useRef<Matcher<unknown> | undefined>(undefined);
  matcher.current ??= new Matcher(list.items);

  useEffect(() => {
    const look = () => {
      if (list.failure !== undefined) done({ failure: list.failure });
      else setLooked(`${list.items.length} ${list.coming}`);
    };
    look();
    return list.watch(look);
  }, []);

  const matches = matcher.current.find(term);
  // While nothing has come, the enter key must not pick what is offered in place of all that is still coming.
  const found = matches.length > 0 || !list.coming ? [...matches, ...likelyFirst(others, term)] : matches;
  const active = Math.max(0, Math.min(place, found.length - 1));

  useKeypress((key, rl) => {
    // Readline takes an entered line away; and a tab or an arrow is no part of the term.
    const keepTerm = () => {
      rl.clearLine(0);
      rl.write(term);
    };
    const step = stepOf(key, pageSize(stream));
    const picked = found[active];
    if (isEnterKey(key) && picked) {
      setChosen(picked);
      done({ choice: picked });
    } else if (step !== undefined) {
      keepTerm();
      setPlace(Math.max(0, Math.min(active + step, found.length - 1)));
    } else if (isEnterKey(key) || isTabKey(key)) {
      keepTerm();
    } else if (rl.line !== term) {
      setTerm(rl.line);
      setPlace(0);
    }
  });

  if (chosen) return pickedLine(stream, message, chosen.name);
  const waiting = list.coming ? (config.waiting?.() ?? "more is coming") : undefined;
  const counts = { matching: matches.length, total: list.items.length };
  return pickerScreen(stream, { message, term, found, active, ...counts, waiting });
});

/** How far a key moves the cursor. */
function stepOf(key: Parameters<typeof isUpKey>[0], page: number): number | undefined {
  if (isUpKey(key)) return -1;
  if (isDownKey(key)) return 1;
  if (key.name === "pageup") return -page;
  if (key.name === "pagedown") return page;
  return undefined;
}

/** All of them, those first that hold the term. */
function likelyFirst(others: readonly Choice<unknown>[], term: string): readonly Choice<unknown>[] {
  const likely = new Set(new Matcher(others).find(term));
  return [...likely, ...others.filter((other) => !likely.has(other))];
}
