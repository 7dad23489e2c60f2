import { ProviderError, type RemoteSecret } from "@keyferry/core/provider";
import { broken } from "./answer-failure.ts";
import type { SecretEntry } from "./api.ts";
import { parseResource } from "./resource.ts";

function pairs(of: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(of).map(([key, value]) => (value === "" ? key : `${key}=${value}`));
}

/** Annotations and labels are all that a secret can say of itself; an annotation `description` comes first, as plain text. */
function describe({ annotations: { description, ...annotations }, labels }: SecretEntry): string {
  const rest = [...pairs(annotations), ...pairs(labels)].join(", ");
  return [description ?? "", rest].filter((text) => text !== "").join(" ");
}

/** A secret as Google describes it. Its name is the ID alone: the answer has the project's number, whatever was asked for. */
export function toRemoteSecret(entry: SecretEntry, nameOf: (secret: string) => string): RemoteSecret {
  const resource = parseResource(entry.name ?? "");
  if (resource?.project === undefined || resource.version !== undefined) {
    throw new ProviderError(broken("the answer has a secret without a name"));
  }
  const description = describe(entry);
  const versions = Object.entries(entry.aliases)
    .sort(([, one], [, other]) => Number(other) - Number(one))
    .map(([alias]) => alias);
  return {
    name: nameOf(resource.secret),
    ...(description === "" ? {} : { description }),
    ...(entry.createdAt === undefined ? {} : { updatedAt: entry.createdAt.toISOString() }),
    ...(entry.expiresAt === undefined ? {} : { expiresAt: entry.expiresAt.toISOString() }),
    ...(versions.length === 0 ? {} : { versions }),
  };
}
