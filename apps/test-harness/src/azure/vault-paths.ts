/** What a path of the vault asks for. */
export interface VaultPath {
  readonly operation: string;
  readonly name?: string;
  readonly version?: string;
}

const NAME = "[0-9a-zA-Z-]{1,127}";

/** https://learn.microsoft.com/rest/api/keyvault/secrets/operation-groups: the reading ones. */
const PATHS: readonly (readonly [RegExp, string])[] = [
  [/^\/secrets\/?$/, "ListSecrets"],
  [new RegExp(`^/secrets/(?<name>${NAME})/versions$`), "ListSecretVersions"],
  [new RegExp(`^/secrets/(?<name>${NAME})/(?<version>[0-9a-fA-F]{32})$`), "GetSecret"],
  [new RegExp(`^/secrets/(?<name>${NAME})/?$`), "GetSecret"],
  [/^\/deletedsecrets\/?$/, "ListDeletedSecrets"],
  [new RegExp(`^/deletedsecrets/(?<name>${NAME})$`), "GetDeletedSecret"],
];

/** Tells by the bytes of the path; nothing is decoded or folded first. */
export function readVaultPath(path: string): VaultPath {
  for (const [pattern, operation] of PATHS) {
    const found = pattern.exec(path);
    if (found === null) continue;
    const { name, version } = found.groups ?? {};
    return { operation, ...(name === undefined ? {} : { name }), ...(version === undefined ? {} : { version }) };
  }
  return { operation: "Unknown" };
}
