import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildStep } from "../build-step.ts";
import { cached } from "../cache.ts";
import type { Server } from "../server.ts";
import { startVault } from "./harness.ts";
import { vaultSuite, WRONG_LOGIN } from "./suite.ts";

/** A Go module with Vault's core and what the scenarios need. Its go.mod says which version, its go.sum what must arrive. */
const MODULE = fileURLToPath(new URL("../../../servers/vault", import.meta.url));
const VERSION = "1.14.0";
const ENVIRONMENT = { GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off", CGO_ENABLED: "0" };

/** HashiCorp Vault's own packages, unchanged. The build takes minutes; Go's own cache keeps what an interrupted one has compiled. */
export const vault: Server = {
  version: `Vault ${VERSION}`,
  suite: vaultSuite,
  deviations: { "a wrong login is refused as one": WRONG_LOGIN },
  install: ({ cache, logs }) =>
    cached(cache, `vault-${VERSION}`, async (folder) => {
      await buildStep({
        command: "go",
        args: ["build", "-p", "2", "-ldflags=-s -w", "-o", join(folder, "vault"), "."],
        cwd: MODULE,
        env: ENVIRONMENT,
        needs: "Go 1.21 or later",
        log: join(logs, "vault-build.log"),
        tries: 3,
      });
    }),
  start: (installation, { logs }) => startVault(join(installation, "vault"), join(logs, "vault.log")),
};
