import type { Capabilities, Field, Manifest } from "@keyferry/core/provider";

const SITE: Field = {
  name: "site",
  type: "text",
  label: "Site",
  description: "Which store of this process.",
  required: true,
  example: "here",
  pointsTo: true,
};

export const TOKEN: Field = {
  name: "token",
  type: "text",
  label: "Token",
  description: "The store's token.",
  required: true,
  sensitive: true,
};

export const FULL: Capabilities = {
  maxBatch: 10,
  batchVersions: true,
  describe: true,
  versions: true,
  masksMissing: false,
};

/** A manager that can do little. */
export const LITTLE: Capabilities = {
  maxBatch: 1,
  batchVersions: false,
  describe: false,
  versions: false,
  masksMissing: true,
};

export function referenceManifest(capabilities: Capabilities): Manifest {
  return {
    apiVersion: 1,
    id: "reference",
    displayName: "Reference",
    docsUrl: "https://example.org/reference",
    fields: [SITE],
    auth: [{ id: "token", label: "A token", description: "A token of the store.", fields: [TOKEN] }],
    capabilities,
  };
}
