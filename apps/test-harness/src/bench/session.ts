import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startAwsStore } from "../aws/index.ts";
import { startAzureStore } from "../azure/index.ts";
import { startGcpStore } from "../gcp/index.ts";
import { startVaultStore } from "../vault/index.ts";
import { judge } from "./bound.ts";
import { nodeOutput } from "./measure.ts";
import type { SessionTimes, SessionWork } from "./session-reader.ts";

const READER = fileURLToPath(new URL("./session-reader.ts", import.meta.url));
const LATENCY_MS = 30;
const MANY = 50;

/** A store with {@link MANY} secrets, all requests of which take 30 ms, and how it is connected to. */
interface Ground extends Omit<SessionWork, "settings" | "rounds"> {
  close(): Promise<void>;
}

/**
 * Fifty secrets on an open session against one, for each provider that asks a server. The reading is done in a process of
 * its own, so that the store's work does not slow the client down.
 */
export async function benchSession(rounds: number): Promise<boolean> {
  const verdicts: boolean[] = [];
  for (const start of [aws, azure, gcp, vault]) {
    const { close, ...ground } = await start();
    const folder = await mkdtemp(join(tmpdir(), "keyferry-bench-"));
    try {
      const work: SessionWork = { ...ground, rounds, settings: join(folder, "settings", "settings.json") };
      const env = { PATH: process.env.PATH ?? "", HOME: folder, BENCH_WORK: JSON.stringify(work) };
      const { one, many } = JSON.parse(
        await nodeOutput({ name: `reader of ${work.provider}`, env, args: [READER] }),
      ) as SessionTimes;
      process.stdout.write(
        `       ${work.provider}, open session: 1 secret ${one.toFixed(0)} ms, ${MANY} secrets ${many.toFixed(0)} ms\n`,
      );
      verdicts.push(
        judge({ what: `${work.provider}: ${MANY} secrets, times the time of 1`, measured: many / one, atMost: 4 }),
      );
    } finally {
      await close();
      await rm(folder, { recursive: true, force: true });
    }
  }
  return verdicts.every((holds) => holds);
}

const NAMES = Array.from({ length: MANY }, (_, index) => `bench-${index}`);
const DELAY = { kind: "delay", ms: LATENCY_MS } as const;

async function aws(): Promise<Ground> {
  const store = await startAwsStore();
  for (const name of NAMES) store.put(name, { text: name });
  store.fault(DELAY);
  const { accessKeyId, secretAccessKey } = store.credentials;
  return {
    provider: "aws",
    fields: { region: store.region, endpoint: store.endpoint },
    credentials: { accessKeyId, secretAccessKey },
    references: NAMES.map((name) => `keyferry://bench/${name}`),
    close: () => store.close(),
  };
}

async function azure(): Promise<Ground> {
  const store = await startAzureStore();
  for (const name of NAMES) store.put(name, name);
  store.fault(DELAY);
  const { vault: url, authorityHost, caFile, logins } = store;
  const { tenantId, clientId, clientSecret } = logins;
  return {
    provider: "azure",
    fields: { vault: url, customVault: true, authorityHost, caFile, tenantId, clientId },
    auth: "client-secret",
    credentials: { clientSecret },
    references: NAMES.map((name) => `keyferry://bench/${name}`),
    close: () => store.close(),
  };
}

async function gcp(): Promise<Ground> {
  const store = await startGcpStore();
  for (const name of NAMES) store.put(name, { text: name });
  store.fault(DELAY);
  return {
    provider: "gcp",
    fields: { endpoint: store.endpoint, tokenUri: store.tokenUri },
    credentials: { keyJson: store.files.key() },
    references: NAMES.map((name) => `keyferry://bench/${name}`),
    close: () => store.close(),
  };
}

async function vault(): Promise<Ground> {
  const store = await startVaultStore();
  for (const name of NAMES) store.put(name, { v: name });
  store.fault(DELAY);
  return {
    provider: "vault",
    fields: { url: `${store.endpoint}/v1/secret/` },
    auth: "token",
    credentials: { token: store.token },
    references: NAMES.map((name) => `keyferry://bench/${name}#v`),
    close: () => store.close(),
  };
}
