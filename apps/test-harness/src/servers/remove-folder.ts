import { rm } from "node:fs/promises";

/** Removes a folder of a run, also where a process that is just ending still puts something into it. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
