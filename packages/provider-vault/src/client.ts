import { type CallContext, type Host, isProviderError, ProviderError } from "@keyferry/core/provider";
import nodeVault from "node-vault";
import type { Lease, Reading, TokenState, VaultApi } from "./api.ts";
import type { VaultConnection } from "./connection.ts";
import { NO_TOKEN } from "./error-table.ts";
import { loginFailure, refusalFailure } from "./errors.ts";
import type { Login } from "./login.ts";
import { RefusedAnswer } from "./refusal.ts";
import { LoginKeeper } from "./renewal.ts";
import { Shared } from "./shared.ts";
import { readAuth, readTokenState, type VaultAuth } from "./token.ts";
import type { Transport } from "./transport.ts";

/** Bytes: a value may have 1 MiB, and JSON may write one byte as six. A list may have 100,000 names. */
const MAX_VALUE = 8 * 1024 * 1024;
const MAX_LIST = 32 * 1024 * 1024;
/** How long it is believed that the login stands, so that many denied reads ask once. Milliseconds. */
const STANDS_MS = 2_000;
/** Milliseconds that the end of a login may take. */
const REVOKE_MS = 4_000;

/**
 * The library's client, with our transport in place of its own. What it takes from `VAULT_*` variables while it is made is
 * set anew afterwards, since it takes an empty option for none; its log would show credentials.
 */
function createLibrary(transport: Transport, { endpoint, namespace }: VaultConnection) {
  const library = nodeVault({ "request-promise": { defaults: () => transport }, debug: () => {} });
  return Object.assign(library, { endpoint, namespace: namespace ?? "", pathPrefix: "", token: "", apiVersion: "v1" });
}

/** Vault's calls over the library. Only our own errors leave it. */
class VaultClient implements VaultApi {
  readonly #library: ReturnType<typeof createLibrary>;
  readonly #login: Login;
  readonly #keeper: LoginKeeper;
  /** "permission denied" is all that Vault says of an ended token and of a missing right: the token's own state tells. */
  readonly #stands = new Shared((context) => this.#lookUp(context), STANDS_MS);
  #own: VaultAuth | undefined;

  constructor(library: ReturnType<typeof createLibrary>, login: Login, log: Host["log"]) {
    this.#library = library;
    this.#login = login;
    this.#keeper = new LoginKeeper((signal) => this.#renew(signal), log);
  }

  async logIn({ signal }: CallContext): Promise<void> {
    if (this.#login.kind === "token") this.#library.token = this.#login.token;
    if (this.#login.kind !== "request") return;
    const { path, body } = this.#login;
    const auth = readAuth(await this.#write(path, body, { signal }));
    this.#own = auth;
    this.#library.token = auth.token;
    this.#keeper.watch(auth);
  }

  read(path: string, context: CallContext): Promise<Reading> {
    return this.#read(path, context, MAX_VALUE);
  }

  /** Vault takes this for its LIST method, which not every proxy lets pass (https://developer.hashicorp.com/vault/api-docs). */
  list(path: string, context: CallContext): Promise<Reading> {
    return this.#read(`${path}?list=true`, context, MAX_LIST);
  }

  async lookUpSelf(context: CallContext): Promise<TokenState> {
    const state = await this.#lookUp(context);
    // A token that was given is not renewed, whatever Vault would allow; of one that a local Agent adds, the Agent takes care.
    if (this.#login.kind !== "token") return state;
    const given = { ...state, renewable: false };
    this.#keeper.watch(given);
    return given;
  }

  async close(): Promise<void> {
    this.#keeper.stop();
    const own = this.#own;
    this.#own = undefined;
    if (own?.revocable !== true || this.#keeper.over) return;
    const signal = AbortSignal.timeout(REVOKE_MS);
    await this.#write("auth/token/revoke-self", {}, { signal, timeoutMs: REVOKE_MS });
  }

  async #renew(signal: AbortSignal): Promise<Lease> {
    return readAuth(await this.#write("auth/token/renew-self", {}, { signal }));
  }

  async #lookUp({ signal }: CallContext): Promise<TokenState> {
    const reading = await this.#ask(() => this.#library.read("auth/token/lookup-self", { signal }));
    if (reading.found) return readTokenState(reading.body);
    const { refusal } = reading;
    throw new ProviderError(refusal.status === 403 && refusal.ofVault ? NO_TOKEN : refusalFailure(refusal));
  }

  async #read(path: string, context: CallContext, maxBytes: number): Promise<Reading> {
    const { signal } = context;
    const reading = await this.#ask(() => this.#library.read(path, { signal, maxBytes }));
    if (reading.found) return reading;
    const { status, ofVault, traits } = reading.refusal;
    if (status === 403 && ofVault && !traits.has("invalid-token")) await this.#stands.get(context);
    if (status === 404 && ofVault && !traits.has("no-route")) return reading;
    throw new ProviderError(refusalFailure(reading.refusal));
  }

  async #write(path: string, body: Readonly<Record<string, string>>, options: object): Promise<Uint8Array> {
    const reading = await this.#ask(() => this.#library.write(path, body, options));
    if (reading.found) return reading.body;
    throw new ProviderError(loginFailure(reading.refusal));
  }

  async #ask(run: () => Promise<Uint8Array>): Promise<Reading> {
    try {
      return { found: true, body: await run() };
    } catch (thrown) {
      if (thrown instanceof RefusedAnswer) return { found: false, refusal: thrown.refusal };
      if (isProviderError(thrown)) throw thrown;
      const message = "the library for Vault failed in a way that we do not know";
      throw new ProviderError({ code: "internal", message });
    }
  }
}

/** Logs in, where the connection asks for it, and gives the calls. Throws a `ProviderError`. */
export async function connect(
  transport: Transport,
  connection: VaultConnection,
  login: Login,
  host: Host,
  context: CallContext,
): Promise<VaultApi> {
  const client = new VaultClient(createLibrary(transport, connection), login, host.log);
  await client.logIn(context);
  return client;
}
