import { defineProvider } from "@keyferry/core/provider";
import { address } from "./address.ts";
import { manifest } from "./manifest.ts";
import { policy } from "./policy.ts";

/** Google Cloud Secret Manager. Importing this module loads no SDK: `open` does. */
export default defineProvider({
  manifest,
  address,
  policy,
  async open(connection, host, context) {
    const { open } = await import("./open.ts");
    return open(connection, host, context);
  },
});
