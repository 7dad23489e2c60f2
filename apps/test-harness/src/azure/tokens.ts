import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { Refusal } from "./refusal.ts";

/** Who a token is of. */
export interface TokenOwner {
  readonly appid: string;
  readonly oid: string;
}

/** Makes and proves the access tokens of one tenant. */
export class TokenBook {
  readonly #key = randomBytes(32);
  readonly #tenant: string;
  readonly #now: () => number;
  /** Tokens that were made before are refused. Seconds. */
  #notBefore = 0;
  /** How long new tokens last, in seconds. */
  seconds = 3_600;

  constructor(tenant: string, now: () => number) {
    this.#tenant = tenant;
    this.#now = now;
  }

  issue(owner: TokenOwner, audience: string): string {
    const at = Math.floor(this.#now() / 1000);
    const claims = {
      aud: audience,
      iss: `https://sts.windows.net/${this.#tenant}/`,
      iat: at,
      nbf: at,
      exp: at + this.seconds,
      tid: this.#tenant,
      ver: "1.0",
      jti: randomBytes(8).toString("hex"),
      ...owner,
    };
    const signed = [{ typ: "JWT", alg: "HS256" }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    return `${signed}.${this.#sign(signed)}`;
  }

  /** Ends every token that was issued so far. */
  expire(): void {
    this.#notBefore = Math.floor(this.#now() / 1000) + 1;
  }

  /** Throws the vault's 401, with its challenge, unless a token is one of this tenant's for `audience`, and in its time. */
  check(token: string, audience: string, challenge: string): void {
    const refuse = (message: string) =>
      new Refusal(401, "Unauthorized", message, undefined, { "www-authenticate": challenge });
    const [header = "", body = "", signature = ""] = token.split(".");
    const expected = Buffer.from(this.#sign(`${header}.${body}`));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
      throw refuse("AKV10032: Invalid issuer. Expected one of https://sts.windows.net/, found another.");
    }
    const claims = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
    if (claims.aud !== audience) throw refuse(`AKV10022: Invalid audience. Expected ${audience}.`);
    const at = this.#now() / 1000;
    if (claims.exp <= at || claims.iat < this.#notBefore) throw refuse("[TokenExpired] Error validating token.");
  }

  #sign(text: string): string {
    return createHmac("sha256", this.#key).update(text).digest("base64url");
  }
}
