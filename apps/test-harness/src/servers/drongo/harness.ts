import { generateKeyPairSync } from "node:crypto";
import type { Payload } from "@keyferry/core/provider";
import { freePort } from "../free-port.ts";
import type { RunningServer } from "../server.ts";
import { startProcess } from "../server-process.ts";

const PROJECT = "keyferry-servers";

/** A drongo that runs, with the administrator's hand. */
export interface Drongo {
  readonly endpoint: string;
  readonly keyJson: string;
  /** Resolves with the number of the version. */
  seed(name: string, payload: Payload): Promise<string>;
  remove(name: string): Promise<void>;
  stop(): Promise<void>;
}

export async function openDrongo(python: string, log: string): Promise<Drongo> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = await startProcess({
    command: python,
    args: ["-m", "drongo.cli", "server", "--host", "127.0.0.1", "--port", String(port)],
    log,
    answers: async () => (await fetch(`${endpoint}/drongo/health`)).ok,
  });
  const secrets = `${endpoint}/v1/projects/${PROJECT}/secrets`;
  return {
    endpoint,
    keyJson: serviceAccountKey(),
    seed: async (name, payload) => {
      const made = await call("POST", `${secrets}?secretId=${encodeURIComponent(name)}`, {
        replication: { automatic: {} },
      });
      if (!made.ok && made.status !== 409) throw new Error(`drongo answered ${made.status} to a new secret`);
      const data = contentOf(payload).toString("base64");
      const added = await call("POST", `${secrets}/${encodeURIComponent(name)}:addVersion`, { payload: { data } });
      if (!added.ok) throw new Error(`drongo answered ${added.status} to a new version`);
      const version = (await added.json()) as { readonly name: string };
      return version.name.slice(version.name.lastIndexOf("/") + 1);
    },
    remove: async (name) => {
      const { ok, status } = await call("DELETE", `${secrets}/${encodeURIComponent(name)}`);
      if (!ok) throw new Error(`drongo answered ${status} to a removal`);
    },
    stop,
  };
}

/** drongo lets in whoever comes: there is no login that it refuses. */
export async function startDrongo(python: string, log: string): Promise<RunningServer> {
  const { endpoint, keyJson, seed, remove, stop } = await openDrongo(python, log);
  return {
    connection: { fields: { endpoint }, method: "service-account-key", credentials: { keyJson } },
    kinds: ["bytes"],
    seed,
    remove,
    stop,
  };
}

function call(method: string, url: string, body?: object): Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  return fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

function contentOf(payload: Payload): Buffer {
  if (payload.kind === "bytes") return Buffer.from(payload.bytes);
  return Buffer.from(payload.kind === "text" ? payload.text : payload.json);
}

/** A key as Google writes it (https://cloud.google.com/iam/docs/keys-create-delete), of an account that there is nowhere. */
function serviceAccountKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return JSON.stringify({
    type: "service_account",
    project_id: PROJECT,
    private_key_id: "1".repeat(40),
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
    client_email: `reader@${PROJECT}.iam.gserviceaccount.com`,
    token_uri: "https://oauth2.googleapis.com/token",
    universe_domain: "googleapis.com",
  });
}
