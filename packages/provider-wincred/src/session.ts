import {
  type Address,
  type CallContext,
  type CheckResult,
  cancellable,
  type FetchOutcome,
  type ListPage,
  type ListQuery,
  ProviderError,
  type RemoteSecret,
  type Session,
} from "@keyferry/core/provider";
import { CREDENTIAL_TYPE, type CredentialApi, type ListedCredential } from "./api.ts";
import { domainOnly, failureOf, NOT_FOUND, notFound, toFailure } from "./errors.ts";
import { toPayload } from "./payload.ts";
import { kindOf, toRemoteSecret } from "./remote-secret.ts";

const PAGE = 1000;

/** Windows finds a target whatever its case. */
function sameTarget(one: string, other: string): boolean {
  return one === other || one.toLowerCase() === other.toLowerCase();
}

/** The store of the account that this process runs as. It lists and reads; nothing it calls changes anything. */
export class WincredSession implements Session {
  readonly #api: CredentialApi;
  readonly #account: string;

  constructor(api: CredentialApi, account: string) {
    this.#api = api;
    this.#account = account;
  }

  async check(context: CallContext): Promise<CheckResult> {
    await this.#all(context);
    return { identity: this.#account, canList: "yes" };
  }

  /** The names after the cursor, which is the last name of the page before: so none is lost where others come and go. */
  async list({ cursor }: ListQuery, context: CallContext): Promise<ListPage> {
    const names = new Map<string, ListedCredential>();
    for (const one of await this.#all(context)) {
      // A generic and a domain credential can have one target name: the generic one is what a read gives.
      if (one.type === CREDENTIAL_TYPE.generic || !names.has(one.target)) names.set(one.target, one);
    }
    const after = [...names.keys()].filter((name) => cursor === undefined || name > cursor).sort();
    const page = after.slice(0, PAGE);
    const last = page.at(-1);
    return {
      items: page.flatMap((name) => names.get(name) ?? []).map(toRemoteSecret),
      ...(after.length > PAGE && last !== undefined ? { next: last } : {}),
    };
  }

  async describe({ name }: Address, context: CallContext): Promise<RemoteSecret> {
    const found = await this.#find(name, context);
    if (found === undefined) throw new ProviderError(notFound(this.#account));
    return toRemoteSecret(found);
  }

  async fetch(addresses: readonly Address[], context: CallContext): Promise<readonly FetchOutcome[]> {
    return Promise.all(addresses.map((address) => this.#read(address, context)));
  }

  async #read({ name, version }: Address, context: CallContext): Promise<FetchOutcome> {
    if (version !== undefined) {
      const hint = "name the credential without a version";
      const message = "Windows Credential Manager keeps no versions";
      return { ok: false, error: { code: "unsupported", message, hint } };
    }
    const answer = await cancellable(context, toFailure, () => this.#api.read(name, CREDENTIAL_TYPE.generic));
    if (!answer.ok) return this.#unread(name, answer.code, context);
    const { type, target } = answer.value;
    if (type !== CREDENTIAL_TYPE.generic || !sameTarget(target, name)) {
      const message = "the system's answer is of another credential than the one asked for";
      return { ok: false, error: { code: "integrity", message } };
    }
    return { ok: true, payload: toPayload(answer.value) };
  }

  /** Why a read failed: where there is no generic credential, one of another type may have the name. */
  async #unread(name: string, code: number, context: CallContext): Promise<FetchOutcome> {
    if (code === NOT_FOUND) {
      const other = await this.#find(name, context);
      if (other !== undefined && other.type !== CREDENTIAL_TYPE.generic) {
        return { ok: false, error: domainOnly(kindOf(other.type)) };
      }
    }
    const error = failureOf(code, this.#account);
    if (error.code === "unauthenticated" || error.code === "unavailable") throw new ProviderError(error);
    return { ok: false, error };
  }

  async #find(name: string, context: CallContext): Promise<ListedCredential | undefined> {
    const found = (await this.#all(context)).filter(({ target }) => sameTarget(target, name));
    return found.find(({ type }) => type === CREDENTIAL_TYPE.generic) ?? found[0];
  }

  async #all(context: CallContext): Promise<readonly ListedCredential[]> {
    const answer = await cancellable(context, toFailure, () => this.#api.enumerate());
    if (answer.ok) return answer.value;
    if (answer.code === NOT_FOUND) return [];
    throw new ProviderError(failureOf(answer.code, this.#account));
  }

  /** Nothing to free: the system keeps no login of ours. */
  async dispose(): Promise<void> {}
}
