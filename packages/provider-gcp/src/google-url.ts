import { DEFAULT_UNIVERSE, type GcpConnection } from "./connection.ts";
import { readUrl } from "./local-url.ts";
import { refuse } from "./refuse.ts";

/** Google's services that a login may be sent to, each with its regional and mutual-TLS forms (`sts.REGION.rep`, `sts.mtls`). */
type TokenService = "oauth2" | "sts" | "iamcredentials";

/** Whether a URL is one service of the connection's own universe: the whole host is compared, never its end alone. */
function isGoogle({ protocol, hostname, port }: URL, service: TokenService, universe: string): boolean {
  if (protocol !== "https:" || port !== "" || !hostname.endsWith(`.${universe}`)) return false;
  const name = hostname.slice(0, -universe.length - 1);
  return name === service || name === `${service}.mtls` || new RegExp(`^${service}\\.[a-z0-9-]+\\.rep$`).test(name);
}

/**
 * An address inside a credential, to which the login would be sent. A changed one would hand the login over, so it must be
 * Google's own, or of the token endpoint that the connection names
 * (https://cloud.google.com/docs/authentication/external/externally-sourced-credentials). Throws `invalid-connection`.
 */
export function checkGoogleUrl(member: string, text: string, service: TokenService, connection: GcpConnection): URL {
  const url = readUrl(`${member} of the credential`, text);
  if (isGoogle(url, service, connection.universe) || url.origin === connection.tokenUri?.origin) return url;
  return refuse(
    `${member} of the credential is not an address of Google's: the login would be sent there`,
    "get the file anew from Google; where the address is meant, set tokenUri",
  );
}

/** Refuses a credential of another universe than the connection's. */
export function checkUniverse(domain: string | undefined, { universe }: GcpConnection): void {
  if ((domain ?? DEFAULT_UNIVERSE) === universe) return;
  refuse("the credential is of another universe than the connection", "set universeDomain to the credential's own");
}
