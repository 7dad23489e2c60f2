import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach } from "vitest";
import { type Failure, isKeyferryError } from "../../src/contract/failure.ts";
import { PackagePluginHost } from "../../src/plugins/package-host.ts";
import { temporaryFolder } from "./fixtures.ts";

/** A settings' folder and a program's folder for each test of a file, and hosts that look into both. */
export function eachWithFolders() {
  const folders = { settings: { path: "" }, program: { path: "" } };
  const workingFolder = process.cwd();
  const resources: AsyncDisposable[] = [];
  beforeEach(async () => {
    for (const name of ["settings", "program"] as const) {
      const folder = await temporaryFolder();
      resources.push(folder);
      folders[name].path = folder.path;
    }
  });
  afterEach(async () => {
    process.chdir(workingFolder);
    for (const folder of resources.splice(0)) await folder[Symbol.asyncDispose]();
  });
  const host = (explicit: readonly string[] = [], more: { platform?: string; importMs?: number } = {}) => {
    const roots = [folders.settings.path, pathToFileURL(join(folders.program.path, "main.js")).href];
    return new PackagePluginHost({ roots, explicit: async () => explicit, ...more });
  };
  return { ...folders, host };
}

export async function failureOf(run: Promise<unknown>): Promise<Failure> {
  const thrown = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isKeyferryError(thrown) || thrown.failures[0] === undefined) throw new Error("nothing fitting was thrown");
  return thrown.failures[0];
}
