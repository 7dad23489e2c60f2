import {
  type Address,
  type CallContext,
  type CheckResult,
  type FetchOutcome,
  type ListPage,
  type ListQuery,
  ProviderError,
  type ProviderFailure,
  type RemoteSecret,
  type Session,
} from "@keyferry/core/provider";
import type { MemoryStore, StoredSecret } from "./memory-store.ts";
import { guarded, referenceFailure } from "./reference-errors.ts";

const PAGE = 1_000;

export interface ReferenceOptions {
  readonly store: MemoryStore;
  readonly token: string;
  readonly masksMissing: boolean;
  readonly versions: boolean;
  readonly toFailure?: typeof referenceFailure;
}

/** A session as it should be. Broken ones are made of it. */
export class ReferenceSession implements Session {
  readonly #options: ReferenceOptions;

  constructor(options: ReferenceOptions) {
    this.#options = options;
  }

  async check({ signal }: CallContext): Promise<CheckResult> {
    await this.#ask("list", signal, () => ({}));
    return { canList: "yes", identity: "the reference's user" };
  }

  async list({ cursor }: ListQuery, { signal }: CallContext): Promise<ListPage> {
    const { store } = this.#options;
    return this.#ask("list", signal, () => {
      const from = Number(cursor ?? 0);
      const fault = store.takePageFault();
      if (fault === "empty-page") return { items: [], next: String(from) };
      const names = [...store.secrets].slice(from, from + PAGE);
      const items = names.map(([name, secret]) => describeSecret(name, secret));
      if (fault === "cyclic-token") return { items, next: cursor ?? "0" };
      return from + PAGE < store.secrets.size ? { items, next: String(from + PAGE) } : { items };
    });
  }

  async describe({ name }: Address, { signal }: CallContext): Promise<RemoteSecret> {
    const { store } = this.#options;
    const found = await this.#ask("describe", signal, () => ({ secret: store.secrets.get(name) }));
    if (found.secret === undefined) throw new ProviderError(this.#missing());
    return describeSecret(name, found.secret);
  }

  async fetch(addresses: readonly Address[], { signal }: CallContext): Promise<readonly FetchOutcome[]> {
    return this.#ask("get", signal, () => addresses.map((address) => this.#read(address)));
  }

  async dispose(): Promise<void> {}

  #ask<T extends object>(operation: string, signal: AbortSignal, answer: () => T): Promise<T> {
    const { store, token, toFailure } = this.#options;
    return guarded(() => store.ask(operation, token, signal, answer), toFailure ?? referenceFailure);
  }

  #read({ name, version }: Address): FetchOutcome {
    const { store, versions } = this.#options;
    if (store.denied.has(name)) return { ok: false, error: { code: "access-denied", message: "the secret is denied" } };
    if (version !== undefined && !versions) {
      return { ok: false, error: { code: "unsupported", message: "the store keeps no versions" } };
    }
    const all = store.secrets.get(name)?.versions ?? [];
    const index = version === undefined ? all.length : Number(version);
    const payload = all[index - 1];
    if (payload === undefined) return { ok: false, error: this.#missing() };
    return { ok: true, payload: structuredClone(payload), version: String(index) };
  }

  #missing(): ProviderFailure {
    return this.#options.masksMissing
      ? { code: "access-denied", message: "the store denies it", hint: "a missing secret is denied too" }
      : { code: "not-found", message: "the store has no such secret" };
  }
}

function describeSecret(name: string, { versions, description }: StoredSecret): RemoteSecret {
  const numbers = versions.map((_, index) => String(versions.length - index));
  return { name, ...(description === undefined ? {} : { description }), versions: numbers };
}
