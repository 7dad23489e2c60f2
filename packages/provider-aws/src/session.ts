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
import type { SecretsApi } from "./api.ts";
import { parseSecretArn, speaksOf } from "./arn.ts";
import { readBatch } from "./batch.ts";
import { broken } from "./errors.ts";
import { refused, toOutcome } from "./outcome.ts";
import { toRemoteSecret } from "./remote-secret.ts";
import { readPin } from "./version.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html: at most 100 a page. */
const PAGE = 100;

/** An open login to AWS Secrets Manager. It reads and lists; nothing it calls changes anything. */
export class AwsSession implements Session {
  readonly #api: SecretsApi;
  readonly #accountId: string | undefined;

  constructor(api: SecretsApi, accountId: string | undefined) {
    this.#api = api;
    this.#accountId = accountId;
  }

  /**
   * Asks for a list of one name. The account comes from that name's ARN: asking STS who we are would send the login to
   * a second host.
   */
  async check(context: CallContext): Promise<CheckResult> {
    const list = await this.#firstName(context);
    const ends = await this.#api.loginEnds(context);
    const account = list.arn === undefined ? undefined : parseSecretArn(list.arn)?.account;
    if (account !== undefined && this.#accountId !== undefined && account !== this.#accountId) {
      throw new ProviderError({
        code: "invalid-connection",
        message: "the login is of another AWS account than the connection's accountId",
        hint: "correct accountId, or log in to that account",
      });
    }
    return {
      canList: list.allowed ? "yes" : "no",
      ...(account === undefined ? {} : { identity: `account ${account}` }),
      ...(ends === undefined ? {} : { expiresAt: ends.toISOString(), renewable: true }),
    };
  }

  async #firstName(context: CallContext): Promise<{ readonly allowed: boolean; readonly arn?: string }> {
    try {
      const arn = (await this.#api.list(1, undefined, context)).entries[0]?.arn;
      return arn === undefined ? { allowed: true } : { allowed: true, arn };
    } catch (thrown) {
      // AWS checks the login before the right: who is denied is known.
      if (isProviderError(thrown) && thrown.failure.code === "access-denied") return { allowed: false };
      throw thrown;
    }
  }

  /**
   * One page, without AWS's own filters: `name` finds beginnings only and `all` whole words, so either would lose names
   * that contain the text (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Filter.html). The list can
   * be five minutes old.
   */
  async list(query: ListQuery, context: CallContext): Promise<ListPage> {
    const { entries, next } = await this.#api.list(PAGE, query.cursor, context);
    return { items: entries.map(toRemoteSecret), ...(next === undefined ? {} : { next }) };
  }

  async describe(address: Address, context: CallContext): Promise<RemoteSecret> {
    const entry = await this.#api.describe(address.name, context);
    if (!speaksOf(address.name, entry)) {
      throw new ProviderError(broken("the answer is of another secret than the one asked for"));
    }
    return toRemoteSecret(entry);
  }

  async fetch(addresses: readonly Address[], context: CallContext): Promise<readonly FetchOutcome[]> {
    const newest = addresses.filter(({ version }) => version === undefined);
    if (newest.length < 2) return Promise.all(addresses.map((address) => this.#read(address, context)));
    const batch = readBatch(this.#api, newest, this.#accountId, context);
    // A batch cannot name versions; the host asks for those one at a time, and whoever does not is still answered.
    return Promise.all(
      addresses.map(async (address) =>
        address.version === undefined
          ? ((await batch)[newest.indexOf(address)] ?? refused(broken("the batch says nothing of this secret")))
          : this.#read(address, context),
      ),
    );
  }

  async #read(address: Address, context: CallContext): Promise<FetchOutcome> {
    const pinned = address.version === undefined ? { pin: undefined } : readPin(address.version);
    if ("error" in pinned) return refused(pinned.error);
    try {
      const value = await this.#api.get(address.name, pinned.pin, context);
      return toOutcome(value, address, pinned.pin, this.#accountId);
    } catch (thrown) {
      if (isProviderError(thrown) && isOfOneAddress(thrown.failure)) return refused(thrown.failure);
      throw thrown;
    }
  }

  /** The sockets are the host's, and AWS has no call that ends a session of STS early. */
  async dispose(): Promise<void> {}
}
