import type { VaultConnection } from "./connection.ts";
import { refuse } from "./connection.ts";

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/**
 * Where a standby's 307 leads: to the same request at the active node
 * (https://developer.hashicorp.com/vault/docs/concepts/ha#client-redirection). The token goes along, so that the node must
 * be the connection's own origin or one of its peers, and the path the one that was asked for, with or without the part
 * that a reverse proxy put before it. Throws a `ProviderError` (`invalid-connection`) that names the host alone.
 */
export function redirectTarget(location: string, uri: string, connection: VaultConnection): string {
  const { origin, endpoint, peers } = connection;
  const to = location === "" ? null : URL.parse(location, uri);
  if (to === null || !/^https?:$/.test(to.protocol) || to.username !== "" || to.password !== "") {
    return refuse("Vault redirects to something that is no address", "check url, and what stands between");
  }
  if (to.origin !== origin && !peers.includes(to.origin)) {
    return refuse(`Vault redirects to ${to.host}, which is not of this connection`, "check it, and add it to peers");
  }
  const wanted = decoded(to.pathname + to.search);
  const path = [uri.slice(origin.length), uri.slice(endpoint.length)].find((own) => decoded(own) === wanted);
  if (path === undefined) {
    return refuse(`Vault redirects to another path of ${to.host}`, "check url, and what stands between");
  }
  return `${to.origin}${path}`;
}
