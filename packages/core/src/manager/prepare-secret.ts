import type { ConnectionPool } from "../connections/port.ts";
import { KeyferryError } from "../contract/failure.ts";
import { addressOf, located, type Target } from "../resolve/place.ts";
import type { RemoteReader } from "../resolve/port.ts";
import type { SecretDefinition } from "../settings/model.ts";
import { checkExamined } from "./check-examined.ts";
import type { NewSecret } from "./use-cases.ts";

interface Ports {
  readonly pool: ConnectionPool;
  readonly remote: RemoteReader;
}

/** The canonical target of a new definition. Throws `KeyferryError` (`invalid-address`). */
export async function canonicalTarget(
  { pool }: Ports,
  connection: string,
  { remoteName, version }: Target,
): Promise<Target> {
  const live = await pool.get(connection);
  const address = addressOf(live, { remoteName, ...(version === undefined ? {} : { version }) });
  if ("code" in address) throw new KeyferryError(located(address, live));
  return { remoteName: address.name, ...(version === undefined ? {} : { version }) };
}

/**
 * Checks whether a new definition fits the value in the manager. Throws `KeyferryError`: the provider's codes, `value`.
 */
export async function examineSecret(
  { remote }: Ports,
  connection: { readonly id: string; readonly name: string },
  input: NewSecret,
  signal?: AbortSignal,
): Promise<void> {
  const { type, key, version, remoteName, trimNewline } = input;
  const target = { remoteName, ...(version === undefined ? {} : { version }) };
  const selection = { type, ...(key === undefined ? {} : { key }), ...(trimNewline ? { trimNewline } : {}) };
  checkExamined(await remote.examine(connection.id, target, selection, signal), input, connection.name);
}

/** The definition for an input. Its remote name must be canonical. */
export function definitionOf(name: string, connection: string, input: NewSecret): SecretDefinition {
  const { remoteName, type, key, version, description, trimNewline } = input;
  return {
    name,
    connection,
    remoteName,
    type,
    ...(key === undefined ? {} : { key }),
    ...(version === undefined ? {} : { version }),
    ...(description === undefined || description === "" ? {} : { description }),
    ...(trimNewline ? { trimNewline: true } : {}),
  };
}
