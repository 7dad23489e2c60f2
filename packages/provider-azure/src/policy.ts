import type { Address, ConnectionFields, PolicyDocument } from "@keyferry/core/provider";
import { readVault } from "./vault-url.ts";

/**
 * Roles by their IDs, which stay when a role is renamed: https://learn.microsoft.com/azure/key-vault/general/rbac-guide.
 * Reader lists names and metadata, and reads no value; Secrets User reads the values too.
 */
const READER = "21090545-7ca7-4776-b22c-e363652d74d2";
const SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6";

/**
 * The least rights as role assignments: listing on the vault, reading on each secret alone. `$ASSIGNEE` is the object ID
 * of who logs in. Vaults that still have access policies know no single secrets: there, `get` and `list` of secrets.
 */
export function policy(addresses: readonly Address[], connection: ConnectionFields): readonly PolicyDocument[] {
  const { subscription = "$SUBSCRIPTION", resourceGroup = "$RESOURCE_GROUP" } = connection.fields;
  const vault = readVault(connection);
  const name = vault === undefined || vault.custom ? "$VAULT" : vault.origin.slice(8).split(".", 1)[0];
  const scope = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.KeyVault/vaults/${name}`;
  const document = (title: string, role: string, scopes: readonly string[]): PolicyDocument => ({
    title,
    language: "shell",
    text: scopes
      .map((one) => `az role assignment create --role ${role} --assignee "$ASSIGNEE" --scope "${one}"`)
      .join("\n"),
  });
  const names = [...new Set(addresses.map((one) => one.name))].sort();
  const list = document("List the secrets' names (Key Vault Reader)", READER, [scope]);
  if (names.length === 0) return [list];
  const secrets = names.map((one) => `${scope}/secrets/${one}`);
  return [list, document("Read these secrets (Key Vault Secrets User)", SECRETS_USER, secrets)];
}
