import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { Payload } from "@keyferry/core/provider";
import { freePort } from "../free-port.ts";
import type { RunningServer } from "../server.ts";
import { startProcess } from "../server-process.ts";
import { type AccessKey, createReader } from "./reader.ts";

const REGION = "eu-west-1";

/** A moto that runs, with a reader's login and the administrator's hand. */
export interface Moto {
  readonly region: string;
  readonly endpoint: string;
  readonly reader: AccessKey;
  /** Resolves with the id of the version. */
  seed(name: string, payload: Payload, description?: string): Promise<string>;
  remove(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts moto with a reader's user, then has it check every signature and right. `env` is for moto alone. */
export async function openMoto(python: string, log: string, env: Readonly<Record<string, string>> = {}): Promise<Moto> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = await startProcess({
    command: python,
    args: ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)],
    env,
    log,
    answers: async () => (await fetch(`${endpoint}/moto-api/data.json`)).ok,
  });
  try {
    const { admin, reader } = await createReader(endpoint, REGION);
    const client = new SecretsManagerClient({ region: REGION, endpoint, credentials: admin });
    return {
      region: REGION,
      endpoint,
      reader,
      seed: (name, payload, description) => seed(client, name, payload, description),
      remove: async (name) => {
        await client.send(new DeleteSecretCommand({ SecretId: name, ForceDeleteWithoutRecovery: true }));
      },
      stop: async () => {
        client.destroy();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A secret key that the reader does not have. */
export function wrongKey({ reader }: Moto): Readonly<Record<string, string>> {
  return { secretAccessKey: "a".repeat(reader.secretAccessKey.length) };
}

export async function startMoto(python: string, log: string): Promise<RunningServer> {
  const moto = await openMoto(python, log);
  const { region, endpoint, reader, seed, remove, stop } = moto;
  return {
    connection: { fields: { region, endpoint }, method: "access-key", credentials: { ...reader } },
    wrongCredentials: wrongKey(moto),
    kinds: ["text", "bytes"],
    seed: (name, payload) => seed(name, payload),
    remove,
    stop,
  };
}

async function seed(
  client: SecretsManagerClient,
  name: string,
  payload: Payload,
  description: string | undefined,
): Promise<string> {
  const value =
    payload.kind === "bytes"
      ? { SecretBinary: payload.bytes }
      : { SecretString: payload.kind === "text" ? payload.text : payload.json };
  try {
    const created = new CreateSecretCommand({ Name: name, Description: description, ...value });
    return (await client.send(created)).VersionId ?? "";
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    return (await client.send(new PutSecretValueCommand({ SecretId: name, ...value }))).VersionId ?? "";
  }
}
