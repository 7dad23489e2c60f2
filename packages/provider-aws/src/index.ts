import { defineProvider } from "@keyferry/core/provider";
import { address } from "./address.ts";
import { manifest } from "./manifest.ts";
import { policy } from "./policy.ts";

/** AWS Secrets Manager. Importing this module loads neither the SDK nor what speaks to it: `open` does. */
export default defineProvider({
  manifest,
  address,
  policy,
  open: async (connection) => (await import("./open.ts")).open(connection),
});
