import { type ConnectionFields, ProviderError } from "@keyferry/core/provider";
import { readUrl } from "./local-url.ts";
import { refuse } from "./refuse.ts";
import { LOCATION_PATTERN, PROJECT_PATTERN } from "./resource.ts";

/** Where the service is. */
export interface Service {
  readonly protocol: "https" | "http";
  readonly host: string;
  readonly port: number;
  /** The connection names the endpoint itself: it may be an emulator. */
  readonly custom: boolean;
}

/** The connection's own fields, checked. */
export interface GcpConnection {
  readonly project?: string;
  readonly location?: string;
  readonly universe: string;
  readonly service: Service;
  readonly tokenUri?: URL;
  readonly proxy?: string;
}

export const DEFAULT_UNIVERSE = "googleapis.com";

/** Regional secrets have hosts of their own: https://cloud.google.com/secret-manager/regional-secrets/reference/libraries */
function serviceOf(endpoint: string | undefined, location: string | undefined, universe: string): Service {
  if (endpoint === undefined) {
    const host = location === undefined ? `secretmanager.${universe}` : `secretmanager.${location}.rep.${universe}`;
    return { protocol: "https", host, port: 443, custom: false };
  }
  const url = readUrl("endpoint", endpoint);
  if (url.pathname !== "/" || url.search !== "") refuse("endpoint has more than a host", "write it as https://HOST");
  const protocol = url.protocol === "https:" ? "https" : "http";
  return {
    protocol,
    host: url.hostname,
    port: url.port === "" ? (protocol === "https" ? 443 : 80) : Number(url.port),
    custom: true,
  };
}

function readProxy(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : refuse("proxy is not a URL", "write it as http://HOST:PORT");
  if (url.username !== "" || url.password !== "") refuse("proxy holds a login", "use a proxy that needs none");
  return url.href;
}

/** Checks what no field can say by itself. Throws a `ProviderError` (`invalid-connection`). */
export function readConnection({ fields }: ConnectionFields): GcpConnection {
  const text = (name: string, pattern?: string) => {
    const value = fields[name];
    if (typeof value !== "string" || value === "") return undefined;
    if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) {
      throw new ProviderError({ code: "invalid-connection", message: `${name} has not the form of one` });
    }
    return value;
  };
  const project = text("project", PROJECT_PATTERN);
  const location = text("location", LOCATION_PATTERN);
  const universe = text("universeDomain", "[a-z0-9-]+(\\.[a-z0-9-]+)+") ?? DEFAULT_UNIVERSE;
  const tokenUri = text("tokenUri");
  const proxy = text("proxy");
  return {
    universe,
    service: serviceOf(text("endpoint"), location, universe),
    ...(project === undefined ? {} : { project }),
    ...(location === undefined ? {} : { location }),
    ...(tokenUri === undefined ? {} : { tokenUri: readUrl("tokenUri", tokenUri) }),
    ...(proxy === undefined ? {} : { proxy: readProxy(proxy) }),
  };
}
