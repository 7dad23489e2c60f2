import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** For `test:servers` alone: `test` never starts a server that is not ours. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL(".", import.meta.url)),
    include: ["server.suite.ts"],
    hookTimeout: 300_000,
  },
});
