import { refused } from "./refused.ts";

/** Headers that frame the message or select the host are set by us. */
const OWN = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * Copies a request's headers. A value must be visible ASCII, with single spaces inside: Node would refuse anything else
 * later, with an error that quotes it. Throws a `ProviderError` (`invalid-connection`) that names only the header.
 */
export function checkHeaders(given: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const headers = new Map<string, [string, string]>();
  for (const [name, value] of Object.entries(given ?? {})) {
    if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(name)) throw refused("a request's header has no fitting name");
    const key = name.toLowerCase();
    if (OWN.has(key) || headers.has(key)) throw refused(`the header ${name} cannot be set, or is set twice`);
    if (typeof value !== "string" || !/^(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?$/.test(value)) {
      throw refused(`the value of the header ${name} must be visible ASCII`, "check the credential for line breaks");
    }
    headers.set(key, [name, value]);
  }
  return Object.fromEntries(headers.values());
}
