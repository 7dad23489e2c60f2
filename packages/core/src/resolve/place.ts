import type { LiveConnection } from "../connections/port.ts";
import type { Failure } from "../contract/failure.ts";
import type { Address } from "../contract/session.ts";
import type { ReadFailure } from "./outcome.ts";

/** A remote secret as a person or the settings name it. */
export interface Target {
  readonly remoteName: string;
  readonly version?: string;
}

/** The canonical address of a target, or why it has none. Pure: no manager is asked. */
export function addressOf(connection: LiveConnection, { remoteName, version }: Target): Address | ReadFailure {
  const { manifest } = connection.plugin;
  if (version !== undefined && !manifest.capabilities.versions) {
    return {
      code: "unsupported",
      message: `${manifest.displayName} keeps no versions, so none can be pinned`,
      hint: "leave the version out",
    };
  }
  const result = connection.plugin.address(remoteName, connection.fields);
  if (!result.ok) return result.error;
  return version === undefined ? { name: result.name } : { name: result.name, version };
}

/** A failure with its place, and without the members that only the retry policy reads. */
export function located(
  failure: ReadFailure,
  connection: LiveConnection,
  use?: { setting: string; secret: string },
): Failure {
  const { retryAfterMs: _asked, splitBatch: _split, ...plain } = failure;
  const place = `connection ${connection.name}`;
  return {
    where: use ? `${use.setting}, secret ${use.secret}, ${place}` : place,
    ...plain,
    connection: connection.name,
    provider: connection.plugin.manifest.id,
    ...(use ? { setting: use.setting, secret: use.secret } : {}),
  };
}
