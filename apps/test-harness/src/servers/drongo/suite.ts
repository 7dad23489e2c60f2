import { join } from "node:path";
import type { ServerSuite } from "../conformance/server-suite.ts";
import { openDrongo } from "./harness.ts";

/** The conformance suite over drongo. */
export const drongoSuite: ServerSuite = {
  cannot: {
    deny: "drongo asks nobody for rights",
    otherCredentials: "drongo lets in whoever comes",
    calls: "drongo keeps no record of its requests",
    seedMany: "drongo has one page, however many secrets",
    otherwise: "drongo fails on nobody's behalf",
  },
  open: async (installation, { logs }) => {
    const log = join(logs, "drongo-conformance.log");
    const { endpoint, keyJson, seed, remove, stop } = await openDrongo(join(installation, "bin", "python"), log);
    return {
      connection: {
        name: "conformance",
        fields: { endpoint, universeDomain: "googleapis.com" },
        auth: { method: "service-account-key", fields: {} },
        credentials: { keyJson },
      },
      payloads: ["bytes"],
      hostileNames: ["-", "__a__", "0", "UPPER_and-lower", "a".repeat(255)],
      seed: async (name, payload) => void (await seed(name, payload)),
      remove,
      stop,
    };
  },
};
