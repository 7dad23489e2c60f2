import { defineProvider } from "@keyferry/core/provider";
import { address } from "./address.ts";
import { manifest } from "./manifest.ts";
import { policy } from "./policy.ts";

/** AWS Secrets Manager. Importing this module loads nothing that speaks to it: `open` does, and the SDK for logins that need it. */
export default defineProvider({
  manifest,
  address,
  policy,
  open: async (connection, host) => (await import("./open.ts")).open(connection, host),
});
