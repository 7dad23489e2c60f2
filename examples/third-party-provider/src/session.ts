import {
  type Address,
  type CallContext,
  type CheckResult,
  type FetchOutcome,
  type Host,
  isOfOneAddress,
  isProviderError,
  type ListPage,
  type OpenConnection,
  ProviderError,
  type ProviderFailure,
  type Session,
} from "@keyferry/core/provider";

/** A login at Acme. Retries, time limits, batching and redaction are the host's work. */
export class AcmeSession implements Session {
  readonly #url: string;
  readonly #token: string;
  readonly #host: Host;

  constructor(connection: OpenConnection, host: Host) {
    this.#url = String(connection.fields.url).replace(/\/$/, "");
    this.#token = connection.credentials.token ?? "";
    this.#host = host;
  }

  async check(context: CallContext): Promise<CheckResult> {
    await this.#get("/names", context);
    return { canList: "yes" };
  }

  async list(_query: unknown, context: CallContext): Promise<ListPage> {
    const names = JSON.parse(await this.#get("/names", context)) as readonly string[];
    return { items: names.map((name) => ({ name })) };
  }

  async fetch(addresses: readonly Address[], context: CallContext): Promise<readonly FetchOutcome[]> {
    return Promise.all(addresses.map(({ name }) => this.#fetchOne(name, context)));
  }

  async dispose(): Promise<void> {
    // A token of the server's own outlives the run: there is nothing to revoke.
  }

  async #fetchOne(name: string, context: CallContext): Promise<FetchOutcome> {
    try {
      return { ok: true, payload: { kind: "text", text: await this.#get(`/values/${name}`, context) } };
    } catch (thrown) {
      // What is wrong with one address is its outcome; a failure of the login or the way is of the whole call.
      if (isProviderError(thrown) && isOfOneAddress(thrown.failure)) return { ok: false, error: thrown.failure };
      throw thrown;
    }
  }

  async #get(path: string, { signal }: CallContext): Promise<string> {
    const { status, body } = await this.#host.request({
      method: "GET",
      url: this.#url + path,
      headers: { authorization: `Bearer ${this.#token}` },
      signal,
    });
    if (status === 200) return new TextDecoder("utf-8", { fatal: true }).decode(body);
    throw new ProviderError(
      FAILURES[status] ?? { code: "unavailable", message: `Acme answered with the status ${status}` },
    );
  }
}

/** Fixed words for each status: nothing of the server's text is passed on. */
const FAILURES: Readonly<Record<number, ProviderFailure>> = {
  401: { code: "unauthenticated", message: "Acme refuses the token", hint: "ask for a new one" },
  403: { code: "access-denied", message: "Acme denies this to the token" },
  404: { code: "not-found", message: "Acme has no such secret" },
};
