import type { SealedValue } from "@keyferry/core/delivery";
import { answerText, type Write } from "./answer.ts";

/** What docker takes for "there is none", rather than for a failure (https://github.com/docker/docker-credential-helpers). */
export const NO_DOCKER_CREDENTIAL = "credentials not found in native keychain\n";

/** Whether the registry that docker names on standard input is this one. It gives a host without a protocol, or the URL of a hub. */
export function dockerRequestFits(request: string, place: URL): boolean {
  const asked = request.trim().replace(/\/+$/, "");
  const url = /^https?:\/\//i.test(asked) ? asked : `${place.protocol}//${asked}`;
  // A URL's parser drops line breaks and tabs: it would compare something else than what docker asks for.
  if (/[\p{Cc} ]/u.test(asked) || !URL.canParse(url)) return false;
  const { protocol, host, pathname, username } = new URL(url);
  const path = place.pathname.replace(/\/+$/, "");
  return protocol === place.protocol && host === place.host && username === "" && pathname.replace(/\/+$/, "") === path;
}

/** Answers docker's `get` for the registry as docker wrote it. Throws `KeyferryError` (`value`). */
export function writeDockerCredential(
  server: string,
  { username, password }: { readonly username: SealedValue; readonly password: SealedValue },
  write: Write,
): void {
  const [Username, Secret] = [answerText("user name", username, false), answerText("password", password, false)];
  write(`${JSON.stringify({ ServerURL: server.trim(), Username, Secret })}\n`);
}
