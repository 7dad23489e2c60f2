import {
  type Address,
  type CallContext,
  type CheckResult,
  type FetchOutcome,
  isOfOneAddress,
  isProviderError,
  type ListPage,
  type ListQuery,
  ProviderError,
  type RemoteSecret,
  type Session,
} from "@keyferry/core/provider";
import type { SecretEntry, SecretsApi } from "./api.ts";
import { DELETED, NOT_FOUND } from "./error-table.ts";
import { broken } from "./errors.ts";
import { refused, toOutcome } from "./outcome.ts";
import { toRemoteSecret } from "./remote-secret.ts";
import { readVersion } from "./version.ts";

/** https://learn.microsoft.com/rest/api/keyvault/secrets/get-secrets/get-secrets: at most 25 a page. */
const PAGE = 25;
/** Pages of one secret's versions: 1,000 versions. */
const VERSION_PAGES = 40;

export interface SessionOptions {
  readonly outsideValidity: boolean;
  readonly now: () => Date;
}

/** An open login to one key vault. It reads and lists; nothing it calls changes anything. */
export class AzureSession implements Session {
  readonly #api: SecretsApi;
  readonly #options: SessionOptions;

  constructor(api: SecretsApi, options: SessionOptions) {
    this.#api = api;
    this.#options = options;
  }

  /** Asks for a list of one name, and says who the token is of. */
  async check(context: CallContext): Promise<CheckResult> {
    const canList = await this.#canList(context);
    const { identity, endsAt } = this.#api.login();
    return {
      canList: canList ? "yes" : "no",
      ...(identity === undefined ? {} : { identity }),
      ...(endsAt === undefined ? {} : { expiresAt: endsAt.toISOString(), renewable: true }),
    };
  }

  async #canList(context: CallContext): Promise<boolean> {
    try {
      await this.#api.list(1, undefined, context);
      return true;
    } catch (thrown) {
      // Key Vault looks at the token before the right: who is denied is known.
      if (isProviderError(thrown) && thrown.failure.code === "access-denied") return false;
      throw thrown;
    }
  }

  async list(query: ListQuery, context: CallContext): Promise<ListPage> {
    const { entries, next } = await this.#api.list(PAGE, query.cursor, context);
    return { items: entries.map(toRemoteSecret), ...(next === undefined ? {} : { next }) };
  }

  /** By its versions, since reading the secret itself would give its value. */
  async describe(address: Address, context: CallContext): Promise<RemoteSecret> {
    const entries = await this.#versions(address.name, context).catch((thrown: unknown) => {
      if (isProviderError(thrown) && thrown.failure.code === "not-found") return [];
      throw thrown;
    });
    const wanted = address.version === undefined ? undefined : readVersion(address.version);
    if (wanted !== undefined && "error" in wanted) throw new ProviderError(wanted.error);
    const entry =
      wanted === undefined ? entries[0] : entries.find((one) => one.version?.toLowerCase() === wanted.version);
    if (entry === undefined) throw new ProviderError(await this.#missing(address.name, context));
    return {
      ...toRemoteSecret(entry),
      versions: entries.flatMap(({ version }) => (version === undefined ? [] : [version])),
    };
  }

  /** The newest first. Versions that were made in the same second keep the vault's order. */
  async #versions(name: string, context: CallContext): Promise<readonly SecretEntry[]> {
    const entries: SecretEntry[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < VERSION_PAGES; page++) {
      const answer = await this.#api.versions(name, cursor, context);
      entries.push(...answer.entries);
      if (answer.next === undefined) {
        if (entries.some((entry) => entry.name?.toLowerCase() !== name)) {
          throw new ProviderError(broken("the answer is of another secret than the one asked for"));
        }
        return entries.sort((one, other) => (other.createdAt?.getTime() ?? 0) - (one.createdAt?.getTime() ?? 0));
      }
      if (answer.next === cursor) throw new ProviderError(broken("the pages of the versions go round in a circle"));
      cursor = answer.next;
    }
    throw new ProviderError({
      code: "unsupported",
      message: `the secret has more than ${VERSION_PAGES * PAGE} versions`,
      hint: "read it all the same: only its description is not made",
    });
  }

  fetch(addresses: readonly Address[], context: CallContext): Promise<readonly FetchOutcome[]> {
    return Promise.all(addresses.map((address) => this.#read(address, context)));
  }

  async #read(address: Address, context: CallContext): Promise<FetchOutcome> {
    const wanted = address.version === undefined ? undefined : readVersion(address.version);
    if (wanted !== undefined && "error" in wanted) return refused(wanted.error);
    try {
      const value = await this.#api.get(address.name, wanted?.version, context);
      return toOutcome(value, address, { now: this.#options.now(), outside: this.#options.outsideValidity });
    } catch (thrown) {
      if (!isProviderError(thrown) || !isOfOneAddress(thrown.failure)) throw thrown;
      if (thrown.failure.code !== "not-found") return refused(thrown.failure);
      return refused({ ...thrown.failure, ...(await this.#missing(address.name, context)) });
    }
  }

  /** Key Vault answers alike for a secret that never was and one that is deleted, and keeps the deleted ones apart. */
  async #missing(name: string, context: CallContext) {
    return (await this.#api.isDeleted(name, context)) ? DELETED : NOT_FOUND;
  }

  /** Ends a login that is still under way. Entra has no call by which an application gives a token back. */
  async dispose(): Promise<void> {
    this.#api.close();
  }
}
