import { defineProvider } from "@keyferry/core/provider";
import { address } from "./address.ts";
import { manifest } from "./manifest.ts";

/** The secrets server of the Acme company. Importing this module loads nothing that speaks to it: `open` does. */
export default defineProvider({
  manifest,
  address,
  policy: (addresses) => [
    {
      title: "Read these secrets",
      language: "text",
      text: addresses.map(({ name }) => `allow read ${name}`).join("\n"),
    },
  ],
  open: async (connection, host) => new (await import("./session.ts")).AcmeSession(connection, host),
});
