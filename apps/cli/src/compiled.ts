/**
 * Lets Node keep what it compiled, so that the next command starts sooner (measured: 30 ms off a run). The folder is this
 * user's alone: whoever could write there would have his code run. Where that is not sure, nothing is kept.
 *
 * `NODE_DISABLE_COMPILE_CACHE=1` turns it off; where `NODE_COMPILE_CACHE` is set, Node uses that folder already
 * (https://nodejs.org/docs/latest-v24.x/api/module.html#module-compile-cache).
 */
export function keepCompiled(
  { env, platform, getuid }: Pick<NodeJS.Process, "env" | "platform" | "getuid">,
  command: string | undefined,
): void {
  const folder = cacheFolder(env, platform);
  if (folder === undefined || env.NODE_COMPILE_CACHE) return;
  const { existsSync, mkdirSync } = process.getBuiltinModule("node:fs");
  const { join } = process.getBuiltinModule("node:path");
  const { HOME } = env;
  // A service's user has a home that is meant not to be there (/nonexistent), and root could make it.
  if (HOME && folder.startsWith(HOME) && !existsSync(HOME)) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (getuid !== undefined && !isAlone(folder, getuid())) return;
    // Of a file Node keeps what the first command had compiled, and no more: a run would be left with what a list needs.
    const place = join(folder, command === "run" ? "run" : "others");
    process.getBuiltinModule("node:module").enableCompileCache(place);
  } catch {
    // A file system without room or rights: the command runs as it did.
  }
}

/**
 * Whether a folder is closed to all others, and nobody but this user and root can put another one in its place: neither in it
 * nor above it, not even between this look and its use. (A root that keeps a user's home is not that user.)
 */
function isAlone(folder: string, user: number): boolean {
  const { lstatSync, realpathSync } = process.getBuiltinModule("node:fs");
  const { dirname } = process.getBuiltinModule("node:path");
  const own = lstatSync(folder);
  if (!own.isDirectory() || own.uid !== user || (own.mode & 0o077) !== 0) return false;
  for (let at = dirname(realpathSync(folder)); ; at = dirname(at)) {
    const { uid, mode } = lstatSync(at);
    // In a sticky folder nobody moves what is another's.
    const closed = (mode & 0o022) === 0 || (mode & 0o1000) !== 0;
    if (!closed || (uid !== user && uid !== 0)) return false;
    if (at === dirname(at)) return true;
  }
}

/** Where the system keeps what can be made again; undefined where the environment names no such place. */
export function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  const { posix, win32 } = process.getBuiltinModule("node:path");
  const path = platform === "win32" ? win32 : posix;
  const under = (base: string | undefined, ...names: string[]) =>
    base !== undefined && path.isAbsolute(base) ? path.join(base, ...names) : undefined;
  if (platform === "win32") return under(env.LOCALAPPDATA, "Keyferry", "Cache");
  if (platform === "darwin") return under(env.HOME, "Library", "Caches", "keyferry");
  return under(env.XDG_CACHE_HOME, "keyferry") ?? under(env.HOME, ".cache", "keyferry");
}
