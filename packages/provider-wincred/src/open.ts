import { userInfo } from "node:os";
import { ProviderError, type Session } from "@keyferry/core/provider";
import type { System } from "./api.ts";
import { WincredSession } from "./session.ts";

/** The account's name by the system itself: an environment variable can say anything. */
function systemUserName(): string {
  try {
    return userInfo().username;
  } catch {
    // An account without a profile, as some services have, has no name to show.
    return "the current account";
  }
}

/** Loads the native library. Throws a `ProviderError` (`unsupported`) elsewhere than on Windows. */
export async function open({ platform, loadApi, userName = systemUserName }: System): Promise<Session> {
  if (platform !== "win32") {
    throw new ProviderError({
      code: "unsupported",
      message: "Windows Credential Manager exists on Windows alone",
      hint: "use this connection on Windows, or keep the secret in another manager",
    });
  }
  return new WincredSession(await loadApi(), userName());
}
