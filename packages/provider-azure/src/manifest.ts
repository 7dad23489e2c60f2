import type { Field, Manifest } from "@keyferry/core/provider";
import { AUTH_METHODS, GUID_PATTERN } from "./auth-methods.ts";
import { CLOUDS } from "./clouds.ts";

const ADDRESS = "https://[a-zA-Z0-9.:/-]{1,260}";

const pointing = (name: string, label: string, description: string, more: Partial<Field> = {}): Field => ({
  name,
  type: "text",
  label,
  description,
  pointsTo: true,
  ...more,
});

const FIELDS: readonly Field[] = [
  pointing("vault", "Key vault", "The name of the key vault, or its address.", {
    required: true,
    pattern: `[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]|${ADDRESS}`,
    example: "contoso-backup",
  }),
  pointing("cloud", "Cloud", "The cloud of the vault and of the login.", {
    choices: Object.entries(CLOUDS).map(([value, { label }]) => ({ value, label })),
    default: "public",
  }),
  pointing(
    "customVault",
    "Vault outside the clouds",
    "The vault is one of Azure Stack Hub or an emulator: its host may have any name, and its challenge is not compared with it.",
    { type: "boolean", default: false },
  ),
  pointing("resource", "Token resource", "What tokens for such a vault are for; by default as in the cloud.", {
    pattern: ADDRESS,
    when: { field: "customVault", oneOf: [true] },
  }),
  pointing("authorityHost", "Login address", "Another place of login. AZURE_AUTHORITY_HOST is never used.", {
    pattern: ADDRESS,
    example: "https://login.contoso.example",
  }),
  pointing("caFile", "CA file", "A file of certificates (PEM) that alone are trusted, for vault and login."),
  pointing("proxy", "Proxy", "The address of a proxy. HTTPS_PROXY is never used.", {
    pattern: "https?://[a-zA-Z0-9.:/\\[\\]-]{1,260}",
    example: "http://proxy.contoso.example:3128",
  }),
  {
    name: "outsideValidity",
    type: "boolean",
    label: "Read outside the dates",
    description: "Also read secrets that have expired or are not yet valid.",
    default: false,
  },
  {
    name: "subscription",
    type: "text",
    label: "Subscription",
    description: "The ID of the vault's subscription, for printed policies.",
    pattern: GUID_PATTERN,
  },
  {
    name: "resourceGroup",
    type: "text",
    label: "Resource group",
    description: "The vault's resource group, for printed policies.",
    pattern: "[a-zA-Z0-9_().-]{1,90}",
  },
];

/** Key Vault has no call that gives several values. */
export const manifest: Manifest = {
  apiVersion: 1,
  id: "azure",
  displayName: "Azure Key Vault",
  docsUrl: "https://learn.microsoft.com/azure/key-vault/secrets/about-secrets",
  fields: FIELDS,
  auth: AUTH_METHODS,
  capabilities: { maxBatch: 1, batchVersions: true, describe: true, versions: true, masksMissing: false },
};
