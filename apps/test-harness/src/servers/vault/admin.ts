import { setTimeout as sleep } from "node:timers/promises";
import type { Payload } from "@keyferry/core/provider";

/** The administrator's hand on a Vault server (https://developer.hashicorp.com/vault/api-docs). */
export class VaultAdmin {
  readonly #origin: string;
  readonly #token: string;

  constructor(origin: string, token: string) {
    this.#origin = origin;
    this.#token = token;
  }

  /** Initialises an empty server with one key, and takes the root's token. It stays sealed. */
  static async initialise(origin: string): Promise<{ readonly admin: VaultAdmin; readonly unsealKey: string }> {
    const body = JSON.stringify({ secret_shares: 1, secret_threshold: 1 });
    const answer = await fetch(`${origin}/v1/sys/init`, { method: "PUT", body });
    if (!answer.ok) throw new Error(`Vault answered ${answer.status} to its initialisation`);
    const made = (await answer.json()) as { readonly keys_base64: readonly string[]; readonly root_token: string };
    return { admin: new VaultAdmin(origin, made.root_token), unsealKey: made.keys_base64[0] ?? "" };
  }

  /** Calls one path below /v1/; gives what the answer has as `data`. `json` is sent as it is. Throws with path and status alone. */
  async call(method: string, path: string, json = ""): Promise<Readonly<Record<string, unknown>>> {
    const answer = await fetch(`${this.#origin}/v1/${path}`, {
      method,
      headers: { "X-Vault-Token": this.#token },
      ...(json === "" ? {} : { body: json }),
    });
    if (!answer.ok) throw new Error(`Vault answered ${answer.status} to ${method} ${path}`);
    const text = await answer.text();
    const body = text === "" ? {} : (JSON.parse(text) as { data?: Readonly<Record<string, unknown>> | null });
    return body.data ?? {};
  }

  /** Whether the server answers as one that is unsealed and at work. */
  async isHealthy(): Promise<boolean> {
    return (await fetch(`${this.#origin}/v1/sys/health`)).ok;
  }

  async setPolicy(name: string, policy: string): Promise<void> {
    await this.call("POST", `sys/policies/acl/${name}`, JSON.stringify({ policy }));
  }

  /** Makes a role with these rights, and a login to it. */
  async createRole(name: string, policy: string): Promise<{ readonly roleId: string; readonly secretId: string }> {
    await this.setPolicy(name, policy);
    const role = `auth/approle/role/${name}`;
    await this.call("POST", role, JSON.stringify({ token_policies: name, token_ttl: "10m" }));
    const { role_id: roleId } = await this.call("GET", `${role}/role-id`);
    const { secret_id: secretId } = await this.call("POST", `${role}/secret-id`);
    return { roleId: String(roleId), secretId: String(secretId) };
  }

  /** Writes a secret of an engine of version 2. Resolves with the number of its version. */
  async put(mount: string, name: string, payload: Payload): Promise<string> {
    if (payload.kind !== "fields") throw new Error("Vault holds records alone");
    const { version } = await this.call("POST", `${mount}/data/${pathOf(name)}`, `{"data":${payload.json}}`);
    return String(version);
  }

  async describe(mount: string, name: string, description: string): Promise<void> {
    const json = JSON.stringify({ custom_metadata: { description } });
    await this.call("POST", `${mount}/metadata/${pathOf(name)}`, json);
  }

  /** Removes a secret with all its versions. */
  async remove(mount: string, name: string): Promise<void> {
    await this.call("DELETE", `${mount}/metadata/${pathOf(name)}`);
  }
}

/** Unseals the server, and waits until it is at work. */
export async function unseal(admin: VaultAdmin, key: string): Promise<void> {
  await admin.call("PUT", "sys/unseal", JSON.stringify({ key }));
  for (let tries = 1_200; !(await admin.isHealthy()); tries -= 1) {
    if (tries === 0) throw new Error("Vault stays sealed");
    await sleep(100);
  }
}

function pathOf(name: string): string {
  return name.split("/").map(encodeURIComponent).join("/");
}
