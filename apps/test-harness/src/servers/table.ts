import type { Server } from "./server.ts";

/** As `process.platform` and `process.arch` name them. */
export type Platform = `${NodeJS.Platform}-${NodeJS.Architecture}`;

interface RowBase {
  readonly id: string;
  /** The provider that it tests: the package is `@keyferry/provider-` and this. */
  readonly provider: string;
  readonly product: string;
}

/** A server that can be had from a package registry. */
export interface ServerRow extends RowBase {
  readonly kind: "server";
  readonly from: string;
  /** Where it must start: there a run in which it does not has failed. Elsewhere that is reported only. */
  readonly must: readonly Platform[];
  readonly load: () => Promise<Server>;
}

/** A server that we wanted and that cannot be had. It is printed at the end of every run. */
export interface MissingRow extends RowBase {
  readonly kind: "missing";
  /** What was tried, and what came of it. */
  readonly tried: readonly string[];
}

export type Row = ServerRow | MissingRow;

/** Every manager that Keyferry speaks to, and the independent server that its provider is held to. */
export const SERVERS: readonly Row[] = [
  {
    kind: "server",
    id: "moto",
    provider: "aws",
    product: "AWS Secrets Manager",
    from: "moto, from PyPI (checks signatures and IAM policies)",
    must: ["linux-x64"],
    load: async () => (await import("./moto/moto.ts")).moto,
  },
  {
    kind: "server",
    id: "vault",
    provider: "vault",
    product: "HashiCorp Vault",
    from: "HashiCorp Vault's core, KV engine and AppRole, built from the Go module proxy",
    must: ["linux-x64"],
    load: async () => (await import("./vault/vault.ts")).vault,
  },
  {
    kind: "missing",
    id: "openbao",
    provider: "vault",
    product: "OpenBao",
    tried: [
      "go list -m -versions github.com/openbao/openbao: 403 Forbidden, this module version is not available",
      "in its place: HashiCorp Vault, from which OpenBao was forked (row vault)",
    ],
  },
  {
    kind: "missing",
    id: "lowkey-vault",
    provider: "azure",
    product: "Azure Key Vault",
    tried: [
      "mvn dependency:get com.github.nagyesta.lowkey-vault:lowkey-vault-app (2.4.66, 7.0.0, LATEST): could not find artifact in central",
      "npm view ms-vault-mock, azure-keyvault-emulator and parlel: 404 Not Found",
      "go list -m -versions github.com/calvinchengx/azure-keyvault-emulator and github.com/moabukar/miniblue: 403 Forbidden, this module version is not available",
      "the emulators of james-gould, rokeller and jacobsoderblom: published as containers or for .NET alone",
      "amber-cloud 1.0.0 from PyPI: installs; its server has resource groups alone, and no route of Key Vault",
    ],
  },
  {
    kind: "server",
    id: "drongo",
    provider: "gcp",
    product: "Google Secret Manager",
    from: "drongo, from PyPI (keeps secrets and versions; checks neither login nor rights)",
    must: ["linux-x64"],
    load: async () => (await import("./drongo/drongo.ts")).drongo,
  },
  {
    kind: "missing",
    id: "google-emulator",
    provider: "gcp",
    product: "Google Secret Manager",
    tried: [
      "go list -m -versions github.com/blackwell-systems/gcp-secret-manager-emulator: 403 Forbidden, this module version is not available",
      "go list -m -versions github.com/coxley/gsm and github.com/charlesgreen/gsm: 403 Forbidden, this module version is not available",
      'gcplocal 0.1.0 from PyPI: installs; its :addVersion and :access answer {"status": "ok"} and keep nothing',
      "cloudbox 0.2.3 from PyPI: no matching distribution found",
      "floci-gcp: published as a container and a snap alone",
      "in its place: drongo (row drongo), which checks no login",
    ],
  },
  {
    kind: "server",
    id: "wincred",
    provider: "wincred",
    product: "Windows Credential Manager",
    from: "Wine, from Debian, with a genuine Windows Node.js, from npm",
    must: ["linux-x64"],
    load: async () => (await import("./wincred/wincred.ts")).wincred,
  },
];
