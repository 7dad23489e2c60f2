import type { Manifest } from "@keyferry/core/provider";

/** What a connection to Acme needs, as data: prompts, checks, help and redaction come from it. */
export const manifest: Manifest = {
  apiVersion: 1,
  id: "acme",
  displayName: "Acme secrets server",
  docsUrl: "https://acme.example/docs/secrets",
  fields: [
    {
      name: "url",
      type: "text",
      label: "URL",
      description: "Where the server is: https:, or http: on this machine.",
      required: true,
      example: "https://secrets.acme.example",
      pointsTo: true,
    },
  ],
  auth: [
    {
      id: "token",
      label: "A token",
      description: "A token of the server's own.",
      fields: [
        { name: "token", type: "text", label: "Token", description: "The token.", required: true, sensitive: true },
      ],
    },
  ],
  capabilities: { maxBatch: 1, batchVersions: false, describe: false, versions: false, masksMissing: false },
};
