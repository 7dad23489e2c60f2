import { parseReference } from "../reference/reference.ts";
import type { Use } from "../resolve/resolver.ts";
import type { SecretDefinition, Settings } from "../settings/model.ts";
import { findNamed } from "./named.ts";

/** The use of a defined secret by a setting, or by a variable of an ad hoc run. */
export function useOf([secretId, secret]: readonly [string, SecretDefinition], setting: string): Use {
  const { name, connection, remoteName, version, key, type, trimNewline } = secret;
  return {
    setting,
    secret: name,
    secretId,
    connectionId: connection,
    remoteName,
    ...(version === undefined ? {} : { version }),
    selection: {
      type,
      ...(key === undefined ? {} : { key }),
      ...(trimNewline === undefined ? {} : { trimNewline }),
    },
  };
}

/** The use that a reference writes. Throws `KeyferryError` (`usage`, `unknown-name`). */
export function useOfReference(settings: Settings, text: string, setting: string): Use {
  const reference = parseReference(text);
  if (reference.kind === "secret") return useOf(findNamed("secret", settings.secrets, reference.name), setting);
  const [id] = findNamed("connection", settings.connections, reference.connection);
  const { remoteName, version, key } = reference;
  return {
    setting,
    secret: text,
    connectionId: id,
    remoteName,
    ...(version === undefined ? {} : { version }),
    selection: key === undefined ? {} : { key },
  };
}
