import { randomBytes } from "node:crypto";
import { errors, Refused } from "./answers.ts";

/** How long tokens last. */
export interface TokenTerms {
  /** Seconds that a token is issued and renewed for; 0 for one that does not end. */
  readonly seconds: number;
  readonly renewable: boolean;
  /** Seconds after which renewing does not help any more; none if absent. */
  readonly maxSeconds?: number;
  readonly type?: "service" | "batch";
  /** Requests that it can be used for; any number if absent. */
  readonly uses?: number;
}

export interface Token {
  readonly token: string;
  readonly displayName: string;
  readonly terms: TokenTerms;
  /** Milliseconds since the epoch; infinity for none. */
  ends: number;
  readonly lastEnd: number;
  usesLeft: number;
}

/** The tokens that a store knows. */
export class TokenBook {
  readonly #tokens = new Map<string, Token>();
  readonly #now: () => number;
  /** Whether an unknown token is called so beside "permission denied", as newer versions do. */
  readonly #saysInvalid: boolean;
  readonly root: Token;

  constructor(now: () => number, saysInvalid: boolean) {
    this.#now = now;
    this.#saysInvalid = saysInvalid;
    this.root = this.issue("root", { seconds: 0, renewable: false });
  }

  issue(displayName: string, terms: TokenTerms): Token {
    const now = this.#now();
    const seconds = (of: number | undefined) => (of === undefined || of === 0 ? Number.POSITIVE_INFINITY : of * 1_000);
    const token: Token = {
      token: `hvs.${randomBytes(18).toString("base64url")}`,
      displayName,
      terms,
      ends: now + Math.min(seconds(terms.seconds), seconds(terms.maxSeconds)),
      lastEnd: now + seconds(terms.maxSeconds),
      usesLeft: terms.uses ?? Number.POSITIVE_INFINITY,
    };
    this.#tokens.set(token.token, token);
    return token;
  }

  /** The token, if it is known and has not ended. */
  find(text: string | undefined): Token | undefined {
    const token = this.#tokens.get(text ?? "");
    return token !== undefined && token.ends > this.#now() ? token : undefined;
  }

  /** Proves who asks, and counts the use. Throws {@link Refused}. */
  prove(text: string | undefined): Token {
    if (text === undefined) throw new Refused(errors(400, "missing client token"));
    const token = this.find(text);
    if (token === undefined) {
      const both = "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n";
      throw new Refused(errors(403, this.#saysInvalid ? both : "permission denied"));
    }
    token.usesLeft -= 1;
    if (token.usesLeft <= 0) this.#tokens.delete(token.token);
    return token;
  }

  renew(token: Token): void {
    if (!token.terms.renewable) throw new Refused(errors(400, "lease is not renewable"));
    token.ends = Math.min(this.#now() + token.terms.seconds * 1_000, token.lastEnd);
  }

  revoke(token: Token): void {
    if (token.terms.type === "batch") throw new Refused(errors(400, "batch tokens cannot be revoked"));
    this.#tokens.delete(token.token);
  }

  /** Ends every token but the root's. */
  expire(): void {
    for (const token of this.#tokens.values()) if (token !== this.root) token.ends = 0;
  }

  /** How many stand besides the root token. */
  get open(): number {
    return [...this.#tokens.values()].filter((token) => token !== this.root && token.ends > this.#now()).length;
  }

  secondsLeft(token: Token): number {
    return token.ends === Number.POSITIVE_INFINITY ? 0 : Math.max(0, Math.floor((token.ends - this.#now()) / 1_000));
  }
}
