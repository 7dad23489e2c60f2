import type { Field, Manifest } from "@keyferry/core/provider";
import { AUTH_METHODS } from "./auth-methods.ts";
import { textField } from "./text-field.ts";

const FIELDS: readonly Field[] = [
  textField("url", "Address", "Vault's address, alone or with the mount: https://HOST:8200/v1/MOUNT/.", {
    required: true,
    pattern: "[Hh][Tt][Tt][Pp][Ss]?://[^\\s?#@\\\\]+",
    example: "https://vault.example.com:8200/v1/secret/",
    pointsTo: true,
  }),
  textField("mount", "Mount", "The KV secrets engine's path, where url does not name it.", {
    example: "secret",
    pointsTo: true,
  }),
  textField("kvVersion", "KV version", "The engine's version. auto asks Vault.", {
    choices: [{ value: "auto" }, { value: "2" }, { value: "1" }],
    default: "auto",
  }),
  textField("namespace", "Namespace", "The namespace of the login and the mount.", {
    pattern: "[\\x21-\\x7e]+",
    example: "admin/backup",
    pointsTo: true,
  }),
  textField("peers", "Cluster peers", "Other nodes that a standby may redirect to, with commas between.", {
    example: "https://vault-1.example.com:8200,https://vault-2.example.com:8200",
    pointsTo: true,
  }),
  textField(
    "caFile",
    "CA file",
    "An absolute path to the CA certificates to trust, as PEM, in place of the system's.",
    {
      example: "/etc/ssl/vault-ca.pem",
      pointsTo: true,
    },
  ),
  textField("proxy", "Proxy", "The proxy's address, without a login. Variables are not read.", {
    example: "http://proxy.example.com:3128",
    pointsTo: true,
  }),
  {
    name: "allowPlainHttp",
    type: "boolean",
    label: "Allow plain HTTP",
    description: "Send credentials and secrets unencrypted to another machine.",
    default: false,
    pointsTo: true,
  },
];

/** Vault reads one secret a request (https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2). */
export const manifest: Manifest = {
  apiVersion: 1,
  id: "vault",
  displayName: "HashiCorp Vault",
  docsUrl: "https://developer.hashicorp.com/vault/docs/secrets/kv",
  fields: FIELDS,
  auth: AUTH_METHODS,
  capabilities: { maxBatch: 1, batchVersions: true, describe: true, versions: true, masksMissing: false },
};
