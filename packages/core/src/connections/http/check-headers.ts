import { refused } from "./refused.ts";

/** What frames the message or picks the host is the host's own work. */
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
 * Copies a request's headers. A value must be visible ASCII, with single spaces inside: whatever else would be refused
 * later by an error that quotes it. Throws a `ProviderError` (`invalid-connection`) that names the header alone.
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
