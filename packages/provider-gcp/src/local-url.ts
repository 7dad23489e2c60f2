import { refuse } from "./refuse.ts";

const LOOPBACK = /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/;

/** An address that a person wrote: no login in it, and plain HTTP on this machine only. Throws `invalid-connection`. */
export function readUrl(what: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : refuse(`${what} is not a URL`, "write it as https://HOST");
  if (url.username !== "" || url.password !== "" || url.hash !== "") {
    refuse(`${what} holds a login or a fragment`, "write it as https://HOST");
  }
  if (url.protocol === "http:" && !LOOPBACK.test(url.hostname)) {
    refuse(`${what} is plain http to another machine`, "use https:; http: is for this machine only");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    refuse(`${what} is not an https: address`, "write it as https://HOST");
  }
  return url;
}
