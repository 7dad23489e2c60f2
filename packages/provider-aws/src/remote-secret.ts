import { ProviderError, type RemoteSecret } from "@keyferry/core/provider";
import type { SecretEntry } from "./api.ts";
import { broken } from "./errors.ts";

/** The one that is read without a pin first, then the one before it; what is only being made comes last. */
const ORDER = ["AWSCURRENT", "AWSPREVIOUS"];

function rank(stages: readonly string[]): number {
  const found = ORDER.findIndex((stage) => stages.includes(stage));
  if (found >= 0) return found;
  return stages.includes("AWSPENDING") ? ORDER.length + 1 : ORDER.length;
}

/** A secret as AWS describes it, with the IDs of its labelled versions. */
export function toRemoteSecret(entry: SecretEntry): RemoteSecret {
  if (entry.name === undefined) throw new ProviderError(broken("the answer has a secret without a name"));
  const versions = Object.entries(entry.stages ?? {})
    .sort(([, one], [, other]) => rank(one) - rank(other))
    .map(([id]) => id);
  return {
    name: entry.name,
    ...(entry.description === undefined || entry.description === "" ? {} : { description: entry.description }),
    ...(entry.changedAt === undefined ? {} : { updatedAt: entry.changedAt.toISOString() }),
    ...(versions.length === 0 ? {} : { versions }),
  };
}
