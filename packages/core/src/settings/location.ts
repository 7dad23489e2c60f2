import { posix, win32 } from "node:path";
import { KeyferryError } from "../contract/failure.ts";
import { quote } from "./quote.ts";

/** What decides where settings rest. */
export interface Surroundings {
  /** As `process.platform` names it. */
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder, where there is one. */
  readonly home: string | undefined;
}

/**
 * Absolute path of the user's `settings.json`: `KEYFERRY_SETTINGS`, else the OS's config folder. Throws `KeyferryError`
 * (`usage`) if that variable or `HOME` holds a relative path, since a cloned repository could plant a file in the working
 * folder; or if neither says where.
 */
export function userSettingsPath(surroundings: Surroundings): string {
  const { platform, env } = surroundings;
  const paths = platform === "win32" ? win32 : posix;
  const named = env.KEYFERRY_SETTINGS;
  if (named === undefined || named === "") return paths.join(configFolder(surroundings), "settings.json");
  if (paths.isAbsolute(named)) return paths.normalize(named);
  throw relative("KEYFERRY_SETTINGS", named, "settings file");
}

/**
 * Absolute path of the folder for what Keyferry notes while it runs: `KEYFERRY_STATE` (for services whose settings are
 * read-only), else `state` beside the user's settings. Throws `KeyferryError` (`usage`) for a relative path.
 */
export function statePath({ platform, env }: Pick<Surroundings, "platform" | "env">, settings: string): string {
  const paths = platform === "win32" ? win32 : posix;
  const named = env.KEYFERRY_STATE;
  if (named === undefined || named === "") return paths.join(paths.dirname(settings), "state");
  if (paths.isAbsolute(named)) return paths.normalize(named);
  throw relative("KEYFERRY_STATE", named, "folder");
}

/** Absolute path of the machine's `settings.json`, which only administrators write. */
export function machineSettingsPath({ platform, env }: Surroundings): string {
  if (platform !== "win32") return "/etc/keyferry/settings.json";
  return win32.join(absolute(win32, env.ProgramData) ?? "C:\\ProgramData", "Keyferry", "settings.json");
}

/** The XDG specification has relative paths in its variables ignored: https://specifications.freedesktop.org/basedir-spec/latest/ */
function configFolder({ platform, env, home }: Surroundings): string {
  if (platform === "win32") {
    return win32.join(absolute(win32, env.LOCALAPPDATA) ?? inHome(win32, home, "AppData", "Local"), "Keyferry");
  }
  if (platform === "darwin") return inHome(posix, home, "Library", "Application Support", "Keyferry");
  return posix.join(absolute(posix, env.XDG_CONFIG_HOME) ?? inHome(posix, home, ".config"), "keyferry");
}

/** In many containers a user is only a number, and has no home folder. */
function inHome(paths: typeof posix, home: string | undefined, ...below: readonly string[]): string {
  const folder = absolute(paths, home);
  if (folder !== undefined) return paths.join(folder, ...below);
  throw new KeyferryError({
    code: "usage",
    message: "this user has no home folder, so there is no place for the settings",
    where: "environment",
    hint: "set HOME to an absolute path, or KEYFERRY_SETTINGS to that of a settings file",
  });
}

function absolute(paths: typeof posix, path: string | undefined): string | undefined {
  return path !== undefined && paths.isAbsolute(path) ? path : undefined;
}

function relative(variable: string, named: string, what: string): KeyferryError {
  return new KeyferryError({
    code: "usage",
    message: `${variable} holds the relative path ${quote(named)}`,
    where: "environment",
    hint: `set it to the absolute path of a ${what}`,
  });
}
