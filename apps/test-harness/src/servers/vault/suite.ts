import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultKind } from "@keyferry/provider-testkit";
import type { ServerHarness, ServerSuite } from "../conformance/server-suite.ts";
import { unseal, type VaultAdmin } from "./admin.ts";
import { recordedCalls } from "./audit-log.ts";
import { MOUNT, openVault } from "./harness.ts";

const ROLE = "keyferry";
/** What reading and listing needs, and nothing that writes: a provider that did would be refused. */
const READ_ALL = `path "${MOUNT}/data/*" { capabilities = ["read"] }\npath "${MOUNT}/metadata/*" { capabilities = ["read", "list"] }\n`;
const QUOTA = "sys/quotas/rate-limit/conformance";
const QUOTA_EXEMPT = ["sys/quotas/config", QUOTA];
/** The leases of the tokens that the role's logins gave (https://developer.hashicorp.com/vault/api-docs/system/leases). */
const LOGINS = "sys/leases/revoke-prefix/auth/approle/login";
const AT_ONCE = 16;
export const WRONG_LOGIN =
  "Vault 1.14.0 answers 500 to a wrong secret_id of AppRole, as 1.21.4 does not: to the provider that says nothing about the login";

/** The conformance suite over Vault, whose own quotas, seal and revocation make three of the faults. */
export const vaultSuite: ServerSuite = {
  deviations: {
    "check/refused": WRONG_LOGIN,
    "check/refused-read": WRONG_LOGIN,
    "isolation/logins": WRONG_LOGIN,
    "payload/long-numbers": "Vault keeps numbers as 64-bit floats: the digits are gone before anybody reads",
    "errors/retry-after":
      "Vault's quota says how long to wait only where its headers are turned on, and chooses the time itself",
    "errors/one-try": "Vault's audit log does not have a request that its quota refused",
  },
  cannot: { otherwise: "Vault itself answers, and it does not fail in this way" },
  open: (installation, { logs }) =>
    openVault(
      join(installation, "vault"),
      join(logs, "vault-conformance.log"),
      async ({ admin, url, unsealKey, stop }) => {
        const credentials = await admin.createRole(ROLE, READ_ALL);
        const audit = join(tmpdir(), `keyferry-vault-audit-${randomUUID()}.log`);
        await admin.call("POST", "sys/audit/file", JSON.stringify({ type: "file", options: { file_path: audit } }));
        return harnessOf(admin, { url, credentials, audit, unsealKey, stop });
      },
    ),
};

interface Parts {
  readonly url: string;
  readonly credentials: { readonly roleId: string; readonly secretId: string };
  readonly audit: string;
  readonly unsealKey: string;
  readonly stop: () => Promise<void>;
}

function harnessOf(admin: VaultAdmin, { url, credentials, audit, unsealKey, stop }: Parts): ServerHarness {
  let fault: FaultKind | undefined;
  return {
    connection: {
      name: "conformance",
      fields: { url, kvVersion: "auto", allowPlainHttp: false },
      auth: { method: "app-role", fields: { authMount: "approle" } },
      credentials: { ...credentials },
    },
    payloads: ["fields"],
    nameOf: (plain) => `app/deep/${plain}`,
    // Vault answers 400 to a path with a character that cannot be printed.
    hostileNames: ["a b/c", "ü/世界/🔑", "quote'\"", "a:b;c=d&e+f", "UPPER/lower"],
    descriptions: ["describe"],
    otherCredentials: { secretId: randomUUID() },
    seed: async (name, payload, { description } = {}) => {
      await admin.put(MOUNT, name, payload);
      if (description !== undefined) await admin.describe(MOUNT, name, description);
    },
    remove: (name) => admin.remove(MOUNT, name),
    deny: (name) => admin.setPolicy(ROLE, `${READ_ALL}path "${MOUNT}/data/${name}" { capabilities = ["deny"] }\n`),
    faults: ["throttle", "unavailable", "login-ended"],
    fault: async (kind) => {
      fault = kind;
      if (kind === "throttle") await throttle(admin);
      else if (kind === "unavailable") await admin.call("PUT", "sys/seal");
      else await admin.call("PUT", LOGINS, '{"sync":true}');
    },
    clear: async () => {
      const ended = fault;
      fault = undefined;
      if (ended === "throttle") await admin.call("DELETE", QUOTA);
      if (ended === "unavailable") await unseal(admin, unsealKey);
      await admin.setPolicy(ROLE, READ_ALL);
    },
    calls: () => recordedCalls(audit, ROLE, MOUNT),
    seedMany: async (count) => {
      const names = Array.from({ length: count }, (_, index) => `many/${index % 10}/${index}`);
      for (let at = 0; at < count; at += AT_ONCE) {
        const some = names.slice(at, at + AT_ONCE);
        await Promise.all(some.map((name) => admin.put(MOUNT, name, { kind: "fields", json: '{"value":"value"}' })));
      }
      return names;
    },
    stop: async () => {
      await stop();
      await rm(audit, { force: true });
    },
  };
}

/** One request an hour for everything but the quota itself (https://developer.hashicorp.com/vault/api-docs/system/rate-limit-quotas), and takes it. */
async function throttle(admin: VaultAdmin): Promise<void> {
  await admin.call("POST", "sys/quotas/config", JSON.stringify({ rate_limit_exempt_paths: QUOTA_EXEMPT }));
  await admin.call("POST", QUOTA, JSON.stringify({ rate: 1, interval: "1h" }));
  await admin.call("GET", "auth/token/lookup-self");
}
