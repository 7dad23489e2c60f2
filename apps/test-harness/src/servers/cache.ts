import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

const PARTIAL = ".partial-";

/** Where installations and logs rest: outside the checkout, so that a fresh clone finds them. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  // The XDG specification: a relative path is to be ignored.
  const base = env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : join(homedir(), ".cache");
  return join(base, "keyferry-servers");
}

/**
 * The folder `name` of the cache, which `make` fills the first time. It is filled under another name and then renamed, so
 * that one which was cut off is never taken for a whole one; of two runs at once, the first to finish keeps its own.
 */
export async function cached(cache: string, name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const whole = join(cache, name);
  if (existsSync(whole)) return whole;
  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  const partial = await mkdtemp(join(cache, `${PARTIAL}${process.pid}-`));
  try {
    await make(partial);
    await rename(partial, whole);
  } catch (error) {
    if (!existsSync(whole)) throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return whole;
}

/** What runs that were killed have left. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    if (!entry.startsWith(PARTIAL) || isAlive(Number.parseInt(entry.slice(PARTIAL.length), 10))) continue;
    await rm(join(cache, entry), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
