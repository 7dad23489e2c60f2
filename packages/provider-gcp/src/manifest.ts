import type { Field, Manifest } from "@keyferry/core/provider";
import { AUTH_METHODS } from "./auth-methods.ts";
import { LOCATION_PATTERN, PROJECT_PATTERN } from "./resource.ts";

const FIELDS: readonly Field[] = [
  {
    name: "project",
    type: "text",
    label: "Project",
    description:
      "The project of the secrets: its ID or its number. By default the project of the service account's key, or of the machine.",
    pattern: PROJECT_PATTERN,
    example: "backup-prod",
    pointsTo: true,
  },
  {
    name: "location",
    type: "text",
    label: "Location",
    description: "The region of regional secrets. Without it, the global service.",
    pattern: LOCATION_PATTERN,
    example: "europe-west1",
    pointsTo: true,
  },
  {
    name: "endpoint",
    type: "text",
    label: "Endpoint",
    description:
      "Another address of the service, such as a Private Service Connect endpoint or an emulator. https:, or http: on this machine.",
    example: "https://secretmanager-backup.p.googleapis.com",
    pointsTo: true,
  },
  {
    name: "tokenUri",
    type: "text",
    label: "Token endpoint",
    description:
      "Where a login is exchanged for a token, in place of Google's own. https:, or http: on this machine. A token_uri or token_url of a credential that is neither is refused.",
    example: "https://oauth2.googleapis.com/token",
    pointsTo: true,
  },
  {
    name: "universeDomain",
    type: "text",
    label: "Universe",
    description: "The domain of Google's services, for a cloud that runs apart from Google's own.",
    pattern: "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+",
    default: "googleapis.com",
    example: "googleapis.com",
    pointsTo: true,
  },
  {
    name: "proxy",
    type: "text",
    label: "Proxy",
    description: "The proxy of all requests. The variables HTTPS_PROXY and NO_PROXY are not read.",
    example: "http://proxy.example:3128",
    pointsTo: true,
  },
];

/** Google has no call that reads several secrets: `maxBatch` is 1. */
export const manifest: Manifest = {
  apiVersion: 1,
  id: "gcp",
  displayName: "Google Cloud Secret Manager",
  docsUrl: "https://cloud.google.com/secret-manager/docs",
  fields: FIELDS,
  auth: AUTH_METHODS,
  capabilities: { maxBatch: 1, batchVersions: false, describe: true, versions: true, masksMissing: false },
};
