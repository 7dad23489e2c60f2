/**
 * What a plugin may log: typed fields, no arbitrary objects. The host redacts the login's credentials and escapes
 * control characters.
 */
export interface LogRecord {
  readonly level: "debug" | "info" | "warn";
  readonly message: string;
  readonly fields?: Readonly<Record<string, string | number | boolean>>;
}

/** TLS settings of one request, as PEM text. Verification cannot be turned off. */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly serverName?: string;
}

/** One HTTP request. No redirect is followed: a 3xx answer is returned as it is. */
export interface HostRequest {
  readonly method: string;
  /**
   * Sent byte for byte, so the provider must encode it. Plain `http:` to another machine is refused unless
   * `allowPlainHttp`.
   */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly tls?: TlsOptions;
  /** Absolute path of a Unix socket to connect to in place of the URL's host. */
  readonly socketPath?: string;
  /** Allows plain HTTP to this host. Only set it if a person said so on the connection. */
  readonly allowPlainHttp?: boolean;
  /** Absolute `http:` or `https:` URL of a proxy. Environment variables are not read. */
  readonly proxy?: string;
  /** Time limit for the whole exchange, the body included; 15,000 ms if absent. */
  readonly timeoutMs?: number;
  /** Limit of the answer's body; 1 MiB if absent. A longer body fails with `integrity`. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/** The answer to a {@link HostRequest}, whatever its status. */
export interface HostResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined with a comma and a space. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Everything that a plugin gets from its host: data in, data out. */
export interface Host {
  log(record: LogRecord): void;
  /** Throws a `ProviderError`: `unavailable` (network, time limit), `integrity` (body cap, cut off), `invalid-connection` (TLS, plain HTTP), `cancelled`. */
  request(request: HostRequest): Promise<HostResponse>;
}
