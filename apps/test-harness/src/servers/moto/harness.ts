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
import { createReader } from "./reader.ts";

const REGION = "eu-west-1";

/** Starts moto with a reader's user, then has it check every signature and right. */
export async function startMoto(python: string, log: string): Promise<RunningServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = await startProcess({
    command: python,
    args: ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)],
    log,
    answers: async () => (await fetch(`${endpoint}/moto-api/data.json`)).ok,
  });
  try {
    const { admin, reader } = await createReader(endpoint, REGION);
    const client = new SecretsManagerClient({ region: REGION, endpoint, credentials: admin });
    return {
      connection: { fields: { region: REGION, endpoint }, method: "access-key", credentials: { ...reader } },
      wrongCredentials: { secretAccessKey: "a".repeat(reader.secretAccessKey.length) },
      kinds: ["text", "bytes"],
      seed: (name, payload) => seed(client, name, payload),
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

async function seed(client: SecretsManagerClient, name: string, payload: Payload): Promise<string> {
  const value =
    payload.kind === "bytes"
      ? { SecretBinary: payload.bytes }
      : { SecretString: payload.kind === "text" ? payload.text : payload.json };
  try {
    return (await client.send(new CreateSecretCommand({ Name: name, ...value }))).VersionId ?? "";
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    return (await client.send(new PutSecretValueCommand({ SecretId: name, ...value }))).VersionId ?? "";
  }
}
