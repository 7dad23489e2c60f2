import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { isKeyferryError, type KeyferryError } from "../../../src/contract/failure.ts";
import { connection, profile, secret, storeAt } from "./stores.ts";

export { connection, euid, profile, secret, storeAt } from "./stores.ts";

/** A folder that is gone when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "keyferry-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** One connection (c1), one secret (s1) of it, and one profile (p1) that uses it. */
export async function filledFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await storeAt(folder).update((draft) => {
    draft.connections.set("c1", connection("prod"));
    draft.secrets.set("s1", secret("nas-password", "c1"));
    draft.profiles.set("p1", profile("nightly", { settings: { "sftp.password": { secret: "s1" } } }));
  });
  return folder;
}

export async function writePrivate(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, content);
  await chmod(path, 0o600);
}

export async function readJson(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path, "utf8"));
}

/** Every file below a folder with its content, to tell whether anything was touched. */
export async function contentOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(files.sort().map(async (file) => [file, await readFile(file, "utf8")])));
}

/** The error that a call must throw. */
export async function errorOf(call: Promise<unknown> | (() => unknown)): Promise<KeyferryError> {
  try {
    await (typeof call === "function" ? call() : call);
  } catch (error) {
    if (isKeyferryError(error)) return error;
    throw error;
  }
  throw new Error("it did not throw");
}
