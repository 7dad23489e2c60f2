import type { Manifest } from "@keyferry/core/provider";

/** The store is the one of the account that the process runs as, so a connection has no fields and one way to log in. */
export const manifest: Manifest = {
  apiVersion: 1,
  id: "wincred",
  displayName: "Windows Credential Manager",
  docsUrl: "https://learn.microsoft.com/en-us/windows/win32/secauthn/credentials-management",
  fields: [],
  auth: [
    {
      id: "current-user",
      label: "Current user",
      description: "The Windows account that Keyferry runs as. Each account has a store of its own.",
      fields: [],
      ambient: { variables: [], files: [] },
    },
  ],
  capabilities: { maxBatch: 1, batchVersions: false, describe: true, versions: false, masksMissing: false },
  platforms: ["win32"],
};
