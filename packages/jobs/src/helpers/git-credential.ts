import type { SealedValue } from "@keyferry/core/delivery";
import { answerText, type Write } from "./answer.ts";

/** A path that a server may take for another one: with control characters, or parts that go up. */
const STRANGE_PATH = /\p{Cc}|(?:^|[\\/])(?:\.|%2e){1,2}(?:[\\/]|$)/iu;

/**
 * Whether what git asks for lies where the credential may go: the same protocol, host and port and, where `place` has a path, a path
 * below it. git gives the path with `credential.useHttpPath` alone. The form: https://git-scm.com/docs/git-credential#IOFMT
 */
export function gitRequestFits(request: string, place: URL): boolean {
  const asked = attributes(request);
  const [protocol = "", host = "", path = ""] = ["protocol", "host", "path"].map((name) => asked.get(name));
  // A URL's parser drops line breaks and tabs, and folds dots: it would compare something else than what git asks for.
  if (/[\p{Cc} ]/u.test(protocol + host) || STRANGE_PATH.test(path)) return false;
  if (!URL.canParse(`${protocol}://${host}`)) return false;
  const url = new URL(`${protocol}://${host}`);
  if (url.protocol !== place.protocol || url.host !== place.host || url.username !== "" || url.pathname !== "/")
    return false;
  const below = place.pathname.replace(/^\/+|\/+$/g, "");
  return below === "" || path === below || path.startsWith(`${below}/`);
}

/**
 * Answers git's `get`, and gives whether it did: not where git asks for another user, as the URL may name one, since a helper returns "a matching
 * credential" (https://git-scm.com/docs/gitcredentials#_custom_helpers) and git would take any. Without a user name, git takes the one of the URL, or asks. Throws
 * `KeyferryError` (`value`).
 */
export function writeGitCredential(
  request: string,
  { username, password }: { readonly username?: SealedValue; readonly password: SealedValue },
  write: Write,
): boolean {
  const user = username === undefined ? undefined : answerText("user name", username, true);
  const asked = attributes(request).get("username");
  if (user !== undefined && asked !== undefined && asked !== user) return false;
  const secret = answerText("password", password, true);
  write(`${user === undefined ? "" : `username=${user}\n`}password=${secret}\n`);
  return true;
}

function attributes(request: string): ReadonlyMap<string, string> {
  return new Map(
    request.split("\n").flatMap((line): [string, string][] => {
      const at = line.indexOf("=");
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
    }),
  );
}
