import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../free-port.ts";
import { NAMES } from "../ground.ts";
import { loadPlugin } from "../load-plugin.ts";
import type { RunningServer } from "../server.ts";
import { startProcess } from "../server-process.ts";
import { unseal, VaultAdmin } from "./admin.ts";

/** Where the KV engine of version 2 is. */
export const MOUNT = "secret";
const PATIENCE_TRIES = 1_200;
const PAUSE_MS = 100;

/** A Vault server that runs, with an engine of version 2 and AppRole. */
export interface Vault {
  readonly admin: VaultAdmin;
  /** The mount as a connection's `url`. */
  readonly url: string;
  readonly unsealKey: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts Vault and makes it ready (https://developer.hashicorp.com/vault/api-docs/system/init), and lets `fill` use it. Where that
 * throws, the server ends.
 */
export async function openVault<T>(program: string, log: string, fill: (vault: Vault) => Promise<T>): Promise<T> {
  const address = `127.0.0.1:${await freePort()}`;
  const origin = `http://${address}`;
  const answers = async () => (await fetch(`${origin}/v1/sys/seal-status`)).ok;
  const stop = await startProcess({ command: program, args: [address], log, answers });
  try {
    const { admin, unsealKey } = await VaultAdmin.initialise(origin);
    await unseal(admin, unsealKey);
    await admin.call("POST", `sys/mounts/${MOUNT}`, JSON.stringify({ type: "kv", options: { version: "2" } }));
    await admin.call("POST", "sys/auth/approle", JSON.stringify({ type: "approle" }));
    await ready(admin);
    return await fill({ admin, url: `${origin}/v1/${MOUNT}/`, unsealKey, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A new engine of version 2 refuses writes for the moment that it takes to set itself up. */
async function ready(admin: VaultAdmin): Promise<void> {
  for (let tries = PATIENCE_TRIES; ; tries -= 1) {
    try {
      await admin.put(MOUNT, "ready", { kind: "fields", json: "{}" });
      return await admin.remove(MOUNT, "ready");
    } catch (error) {
      if (tries === 0) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

/** Vault with an AppRole that has the rights of the provider's own policy documents and no other. */
export function startVault(program: string, log: string): Promise<RunningServer> {
  return openVault(program, log, async ({ admin, url, stop }) => {
    const credentials = await admin.createRole("keyferry", await leastRights({ url }));
    return {
      connection: { fields: { url }, method: "app-role", credentials },
      wrongCredentials: { secretId: randomUUID() },
      kinds: ["fields"],
      seed: (name, payload) => admin.put(MOUNT, name, payload),
      remove: (name) => admin.remove(MOUNT, name),
      stop,
    };
  });
}

async function leastRights(fields: Readonly<Record<string, string>>): Promise<string> {
  const plugin = await loadPlugin("vault");
  const connection = { name: "prod", fields: { ...fields, kvVersion: "2" }, auth: { method: "app-role", fields: {} } };
  const documents = plugin.policy(
    NAMES.map((name) => ({ name })),
    connection,
  );
  return documents.map(({ text }) => text).join("\n");
}
