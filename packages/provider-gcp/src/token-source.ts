/** What a request needs of a login. */
export interface TokenSource {
  /** The headers that prove the login; asks for a token where the last one is about to end. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** When the token in use ends, in milliseconds since the epoch, where it is one that ends. */
  ends(): number | undefined;
}

export interface Token {
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly ends: number;
}

/** A token that is about to end is not used: a request takes its time. */
const SPARE_MS = 5 * 60_000;

/** Keeps a token while it lasts. Calls at once share one request for the next; a failed one is forgotten. */
export function keeping(
  ask: () => Promise<Token>,
  more: Readonly<Record<string, string>> = {},
  now: () => number = Date.now,
): TokenSource {
  let token: Token | undefined;
  let asking: Promise<Token> | undefined;
  const fresh = async () => {
    if (token !== undefined && token.ends - now() > SPARE_MS) return token;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    token = await asking;
    return token;
  };
  return {
    headers: async () => ({ ...more, authorization: `Bearer ${(await fresh()).value}` }),
    ends: () => token?.ends,
  };
}
