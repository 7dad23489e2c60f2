import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createKeyferry, type Keyferry } from "@keyferry/core";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import { startTerminal, type Terminal } from "@keyferry/test-harness/terminal";
import { type Ended, spawnKeyferry } from "../fakes/process.ts";

export const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const COMPILED = fileURLToPath(new URL("../../../../node_modules/.cache/node-compile", import.meta.url));

export interface StartOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A person's folder, an embedded store, and the real `keyferry` in pseudo-terminals. */
export interface Ground {
  readonly store: AwsStore;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Starts it in a terminal of 80 columns and 24 rows. */
  start(args: readonly string[], options?: StartOptions): Terminal;
  /** Runs it without a terminal. */
  run(args: readonly string[]): Promise<Ended>;
  /** What a listing says, as JSON. */
  list(...command: readonly string[]): Promise<unknown>;
  /** Every file of the person's settings folder, with its text. */
  bytes(): unknown[];
  /** Ends what still runs. */
  leave(): void;
  close(): Promise<void>;
}

export async function openGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), "keyferry-terminal-"));
  mkdirSync(join(folder, "home"), { mode: 0o700 });
  const store = await startAwsStore();
  const terminals: Terminal[] = [];
  const { PATH = "", SystemRoot } = process.env;
  const env = {
    PATH,
    ...(SystemRoot ? { SystemRoot } : {}),
    NODE_COMPILE_CACHE: COMPILED,
    HOME: join(folder, "home"),
    KEYFERRY_SETTINGS: join(folder, "home", "keyferry", "settings.json"),
    AKID: store.credentials.accessKeyId,
    SAK: store.credentials.secretAccessKey,
  };
  const run = (args: readonly string[]) => spawnKeyferry(args, { cwd: folder, env });
  return {
    store,
    folder,
    env,
    start(args, options = {}) {
      const terminal = startTerminal({
        program: process.execPath,
        args: ["--disable-warning=ExperimentalWarning", MAIN, ...args],
        cwd: folder,
        ...options,
        env: { ...env, ...options.env },
      });
      terminals.push(terminal);
      return terminal;
    },
    run,
    async list(...command) {
      const { code, stdout, stderr } = await run([...command, "--json"]);
      if (code !== 0) throw new Error(stderr);
      return JSON.parse(stdout);
    },
    bytes() {
      const settings = join(folder, "home", "keyferry");
      return readdirSync(settings, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((path) => [path, readFileSync(path, "utf8")]);
    },
    leave() {
      for (const terminal of terminals.splice(0)) terminal.close();
    },
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Does something with the settings of the ground in this process: faster than by a command. */
export async function prepare({ env }: Ground, work: (host: Keyferry) => Promise<unknown>): Promise<void> {
  const settings = env.KEYFERRY_SETTINGS ?? "";
  const host = await createKeyferry({
    settings,
    env,
    pluginRoots: [new URL("../../src/main.ts", import.meta.url).href],
  });
  try {
    await work(host);
  } finally {
    await host.dispose();
  }
}

/** Makes the connection `prod` to the ground's store. */
export async function connect(ground: Ground): Promise<void> {
  const { region, endpoint } = ground.store;
  const sources = { accessKeyId: "env:AKID", secretAccessKey: "env:SAK" };
  await prepare(ground, ({ connections }) =>
    connections.create({ name: "prod", provider: "aws", fields: { region, endpoint }, sources }),
  );
}
