import {
  type Address,
  type CallContext,
  type FetchOutcome,
  isOfOneAddress,
  isProviderError,
  ProviderError,
  type ProviderFailure,
} from "@keyferry/core/provider";
import type { BatchRefusal, SecretsApi, SecretValue } from "./api.ts";
import { speaksOf } from "./arn.ts";
import { broken, serviceRow } from "./errors.ts";
import { refused, toOutcome } from "./outcome.ts";

/** Pages of one batch. AWS answers a batch of 20 in one; more than this is not an answer but a loop. */
const MAX_PAGES = 50;

interface Collected {
  readonly values: SecretValue[];
  readonly refusals: BatchRefusal[];
}

/** Follows the pages of a batch. A page may hold nothing and still point to another. */
async function collect(api: SecretsApi, ids: readonly string[], context: CallContext): Promise<Collected> {
  const collected: Collected = { values: [], refusals: [] };
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await api.batch(ids, cursor, context);
    collected.values.push(...page.values);
    collected.refusals.push(...page.refusals);
    cursor = page.next;
    if (cursor !== undefined && (seen.has(cursor) || seen.size >= MAX_PAGES)) {
      throw new ProviderError(broken("the pages of the batch go round in a circle"));
    }
    if (cursor !== undefined) seen.add(cursor);
  } while (cursor !== undefined);
  return collected;
}

function outcomeOf(address: Address, { values, refusals }: Collected, accountId: string | undefined): FetchOutcome {
  const own = values.filter((value) => speaksOf(address.name, value));
  const [value, ...others] = own;
  if (value !== undefined && others.every((other) => other.arn === value.arn && other.versionId === value.versionId)) {
    return toOutcome(value, address, undefined, accountId);
  }
  if (value !== undefined) return refused(broken("the batch answers one secret with several"));
  const refusal = refusals.find(
    ({ secretId: id }) => id === address.name || (id !== undefined && speaksOf(address.name, { arn: id, name: id })),
  );
  if (refusal === undefined) return refused(broken("the batch says nothing of this secret"));
  const row = serviceRow(refusal.code ?? "", refusal.message ?? "");
  return refused(row ?? { code: "internal", message: "AWS refuses this secret for a reason that we do not know" });
}

/**
 * Whether a failure of the call leaves it open how each secret fares: the batch's own right is missing, the endpoint does
 * not know the call, or one of its names spoils it for the rest. Asked one by one, each secret speaks for itself.
 */
function isOfTheBatch(failure: ProviderFailure): boolean {
  return isOfOneAddress(failure) && failure.code !== "integrity";
}

/**
 * Reads secrets in their newest version with one call. AWS promises no order, and names each answer by its own ARN and
 * name (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html).
 */
export async function readBatch(
  api: SecretsApi,
  addresses: readonly Address[],
  accountId: string | undefined,
  context: CallContext,
): Promise<readonly FetchOutcome[]> {
  const ids = [...new Set(addresses.map(({ name }) => name))];
  try {
    const collected = await collect(api, ids, context);
    return addresses.map((address) => outcomeOf(address, collected, accountId));
  } catch (thrown) {
    if (!isProviderError(thrown) || !isOfTheBatch(thrown.failure)) throw thrown;
    const error: ProviderFailure = { ...thrown.failure, splitBatch: true };
    return addresses.map(() => refused(error));
  }
}
