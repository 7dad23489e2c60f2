import { posixPlatform } from "./guard-posix.ts";
import { windowsPlatform } from "./guard-windows.ts";
import type { Platform } from "./platform.ts";

/** The platform of this process. */
export function systemPlatform(env: Readonly<Record<string, string | undefined>>): Platform {
  const euid = process.geteuid?.();
  return euid === undefined ? windowsPlatform({ env }) : posixPlatform(euid);
}
