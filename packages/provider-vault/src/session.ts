import {
  type Address,
  type CallContext,
  type CheckResult,
  type FetchOutcome,
  type Host,
  isOfOneAddress,
  isProviderError,
  type ListPage,
  type ListQuery,
  type RemoteSecret,
  type Session,
} from "@keyferry/core/provider";
import type { TokenState, VaultApi } from "./api.ts";
import type { VaultConnection } from "./connection.ts";
import { isFailure } from "./errors.ts";
import { listFolder } from "./folder.ts";
import { describeSecret } from "./kv-describe.ts";
import { KvMount } from "./kv-mount.ts";
import { readSecret } from "./kv-read.ts";
import { FolderWalk } from "./walk.ts";

/** How a login may be called. */
export interface Identity {
  /** The login's credentials: a name that holds one of them is not shown. */
  readonly credentials: readonly string[];
  readonly fallback: string;
}

/** An open login to Vault. It reads and lists; nothing it calls changes anything but the login itself. */
export class VaultSession implements Session {
  readonly #api: VaultApi;
  readonly #mount: KvMount;
  readonly #walk: FolderWalk;
  readonly #identity: Identity;

  constructor(api: VaultApi, connection: VaultConnection, identity: Identity, log: Host["log"]) {
    this.#api = api;
    this.#mount = new KvMount(api, connection);
    this.#walk = new FolderWalk(api, this.#mount, log);
    this.#identity = identity;
  }

  /** Asks what is mounted, so that a wrong mount is told at once, and the reads that follow ask for themselves alone. */
  async prepare(context: CallContext): Promise<void> {
    await this.#mount.know(context);
  }

  /** Asks for the token's state and for the names at the top. Either is proof of the login: a token may lack both rights. */
  async check(context: CallContext): Promise<CheckResult> {
    const [state, list] = await Promise.allSettled([this.#api.lookUpSelf(context), this.#canList(context)]);
    if (list.status === "rejected") throw list.reason;
    if (state.status === "fulfilled") return { canList: list.value, ...this.#who(state.value) };
    if (list.value === "yes" && isFailure(state.reason, "unauthenticated", "access-denied")) return { canList: "yes" };
    throw state.reason;
  }

  async #canList(context: CallContext): Promise<"yes" | "no"> {
    try {
      await listFolder(this.#api, this.#mount, "", context);
      return "yes";
    } catch (thrown) {
      // It was told apart from a login that has ended.
      if (isFailure(thrown, "access-denied")) return "no";
      throw thrown;
    }
  }

  #who({ displayName, endsAt, renewable }: TokenState): Omit<CheckResult, "canList"> {
    const { credentials, fallback } = this.#identity;
    const hidden = displayName === undefined || credentials.some((credential) => displayName.includes(credential));
    return {
      identity: hidden ? fallback : displayName,
      ...(endsAt === undefined ? {} : { expiresAt: endsAt }),
      renewable,
    };
  }

  /** One page of names. What else Vault knows of a secret costs a request for each, so that `describe` alone asks for it. */
  list(query: ListQuery, context: CallContext): Promise<ListPage> {
    return this.#walk.page(query, context);
  }

  describe(address: Address, context: CallContext): Promise<RemoteSecret> {
    return describeSecret(this.#api, this.#mount, address, context);
  }

  fetch(addresses: readonly Address[], context: CallContext): Promise<readonly FetchOutcome[]> {
    return Promise.all(addresses.map((address) => this.#read(address, context)));
  }

  async #read(address: Address, context: CallContext): Promise<FetchOutcome> {
    try {
      return await readSecret(this.#api, this.#mount, address, context);
    } catch (thrown) {
      if (isProviderError(thrown) && isOfOneAddress(thrown.failure)) return { ok: false, error: thrown.failure };
      throw thrown;
    }
  }

  /** Revokes the token of this session's own login, and of no other. */
  async dispose(): Promise<void> {
    await this.#api.close();
  }
}
