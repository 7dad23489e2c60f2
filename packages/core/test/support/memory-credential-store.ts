import { LazyCredentialStore } from "../../src/connections/lazy-credential-store.ts";
import type { CredentialStore, Credentials, SealedEntry, SealedFor } from "../../src/contract/credential-store.ts";
import { KeyferryError } from "../../src/contract/failure.ts";

/** A store in memory that keeps the contract's rules and records what it is asked; `made` says how often it was opened. */
export class MemoryCredentialStore implements CredentialStore {
  readonly calls: string[] = [];
  made = 0;
  disposed = 0;
  /** Thrown by `open` and `seal` in place of an answer. */
  refusal: KeyferryError | undefined;
  #keeper: string | undefined;
  readonly #entries = new Map<string, { readonly entry: SealedEntry; readonly credentials: Credentials }>();

  lazily(): LazyCredentialStore {
    const open = async () => {
      this.made += 1;
      return this;
    };
    return new LazyCredentialStore(open, { settingsPath: "/settings.json", env: {} });
  }

  async open({ connectionId, provider, origin }: SealedFor): Promise<Credentials> {
    this.calls.push(`open ${connectionId}`);
    if (this.refusal) throw this.refusal;
    const found = this.#entries.get(connectionId);
    if (found === undefined) return {};
    const bound = JSON.stringify([found.entry.provider, found.entry.origin]);
    if (bound === JSON.stringify([provider, origin])) return found.credentials;
    throw new KeyferryError({ code: "invalid-connection", message: "it was sealed for another origin" });
  }

  async seal(connection: SealedFor, credentials: Credentials, options: { keeper?: string; expiresAt?: string } = {}) {
    this.calls.push(`seal ${connection.connectionId}`);
    if (this.refusal) throw this.refusal;
    this.#keeper ??= options.keeper ?? "memory";
    const { expiresAt } = options;
    const entry: SealedEntry = {
      ...connection,
      fields: Object.keys(credentials).sort(),
      sealedAt: "2026-01-02T03:04:05.000Z",
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    this.#entries.set(connection.connectionId, { entry, credentials });
  }

  async forget(connectionId: string): Promise<boolean> {
    this.calls.push(`forget ${connectionId}`);
    return this.#entries.delete(connectionId);
  }

  async status() {
    if (this.#keeper === undefined) return undefined;
    return { keeper: this.#keeper, entries: [...this.#entries.values()].map(({ entry }) => entry) };
  }

  async rewrap(keeper: string, connectionIds: ReadonlySet<string>): Promise<readonly string[]> {
    this.#keeper = keeper;
    for (const id of this.#entries.keys()) if (!connectionIds.has(id)) this.#entries.delete(id);
    return [...this.#entries.keys()];
  }

  dispose(): void {
    this.disposed += 1;
  }
}
