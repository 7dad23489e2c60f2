import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CredentialStore, type Failure, isKeyferryError, type SealedFor } from "@keyferry/core";
import { onTestFinished } from "vitest";
import { type CredentialStoreOptions, createCredentialStore } from "../src/index.ts";

export const CANARY = "cnry_sealed_0123456789abcdef";
export const CONNECTION: SealedFor = {
  connectionId: "c1",
  provider: "acme",
  origin: { endpoint: "https://a.example" },
};
export const LOGIN = { token: CANARY };

/** A folder of this test alone. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "keyferry-sealed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Ground {
  readonly folder: string;
  /** Of the sealed file. */
  readonly path: string;
  readonly settingsPath: string;
  readonly keyFile: string;
  /** `key-file:` and its path. */
  readonly keeper: string;
  /** A store as a new process has it: it knows no key yet. Sealings are not proved unless the options say how. */
  open(options?: CredentialStoreOptions, env?: Readonly<Record<string, string>>): CredentialStore;
}

export function ground(): Ground {
  const folder = temporaryFolder();
  const settingsPath = join(folder, "keyferry", "settings.json");
  const keyFile = join(folder, "key");
  return {
    folder,
    settingsPath,
    keyFile,
    path: join(folder, "keyferry", "credentials.sealed.json"),
    keeper: `key-file:${keyFile}`,
    open: (options = {}, env = {}) =>
      createCredentialStore({ settingsPath, env }, { prove: async () => {}, ...options }),
  };
}

/** The failures of what must fail, none of which shows a credential. */
export async function failuresOf(running: Promise<unknown>): Promise<readonly Failure[]> {
  const thrown = await running.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isKeyferryError(thrown)) throw new Error(`it did not fail as it should: ${String(thrown)}`);
  if (`${thrown.stack}${JSON.stringify(thrown.failures)}`.includes(CANARY)) throw new Error("it shows a credential");
  return thrown.failures;
}
