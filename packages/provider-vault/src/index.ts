import { defineProvider } from "@keyferry/core/provider";
import { address } from "./address.ts";
import { manifest } from "./manifest.ts";
import { policy } from "./policy.ts";

/** HashiCorp Vault. Importing this module loads neither the library nor what speaks to it: `open` does. */
export default defineProvider({
  manifest,
  address,
  policy,
  open: async (connection, host, context) => (await import("./open.ts")).open(connection, host, context),
});
