import { createProvider } from "./create-provider.ts";

/** Windows Credential Manager. Importing this module loads neither the native library nor what speaks to it: `open` does. */
export default createProvider({
  platform: process.platform,
  loadApi: async () => (await import("./client.ts")).loadCredentialApi(),
});
