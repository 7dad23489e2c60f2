import type { SealedValue } from "@keyferry/core/delivery";
import { answerText, type Write } from "./answer.ts";

/** A path that a server may take for another one: with control characters, or parts that go up. */
const STRANGE_PATH = /\p{Cc}|(?:^|[\\/])(?:\.|%2e){1,2}(?:[\\/]|$)/iu;

/**
 * Whether what git asks for lies where the credential may go: the same protocol, host and port and, where `place` has a path, a path
 * below it. git gives the path with `credential.useHttpPath` alone. The form: https://git-scm.com/docs/git-credential#IOFMT
 */
export function gitRequestFits(request: string, place: URL): boolean {
  const asked = new Map(
    request.split("\n").flatMap((line): [string, string][] => {
      const at = line.indexOf("=");
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
    }),
  );
  const { protocol = "", host = "", path = "" } = Object.fromEntries(asked);
  // A URL's parser drops line breaks and tabs, and folds dots: it would compare something else than what git asks for.
  if (/[\p{Cc} ]/u.test(protocol + host) || STRANGE_PATH.test(path)) return false;
  if (!URL.canParse(`${protocol}://${host}`)) return false;
  const url = new URL(`${protocol}://${host}`);
  if (url.protocol !== place.protocol || url.host !== place.host || url.username !== "" || url.pathname !== "/")
    return false;
  const below = place.pathname.replace(/^\/+|\/+$/g, "");
  return below === "" || path === below || path.startsWith(`${below}/`);
}

/** Answers git's `get`. Without a user name, git takes the one of the URL, or asks. Throws `KeyferryError` (`value`). */
export function writeGitCredential(
  { username, password }: { readonly username?: SealedValue; readonly password: SealedValue },
  write: Write,
): void {
  const user = username === undefined ? "" : `username=${answerText("user name", username, true)}\n`;
  write(`${user}password=${answerText("password", password, true)}\n`);
}
