import { ProviderError, type RemoteSecret } from "@keyferry/core/provider";
import type { SecretEntry } from "./api.ts";
import { broken } from "./errors.ts";

/** Characters of a description. Tags alone may have 15 times 1,024. */
const MAX = 500;

function describe({ contentType, tags }: SecretEntry): string | undefined {
  const pairs = Object.entries(tags ?? {}).map(([name, text]) => (text === "" ? name : `${name}=${text}`));
  const text = [...(contentType ? [contentType] : []), ...(pairs.length > 0 ? [`[${pairs.join(", ")}]`] : [])].join(
    " ",
  );
  return text === "" ? undefined : text.length > MAX ? `${text.slice(0, MAX - 1)}…` : text;
}

/** A secret as Key Vault lists it: its content type and its tags stand for a description, which it has not. */
export function toRemoteSecret(entry: SecretEntry): RemoteSecret {
  const { name, enabled, notBefore, expiresAt } = entry;
  if (name === undefined || name === "") throw new ProviderError(broken("the answer has a secret without a name"));
  const description = describe(entry);
  const changed = entry.updatedAt ?? entry.createdAt;
  return {
    name: name.toLowerCase(),
    ...(description === undefined ? {} : { description }),
    ...(changed === undefined ? {} : { updatedAt: changed.toISOString() }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(notBefore === undefined ? {} : { notBefore: notBefore.toISOString() }),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
  };
}
