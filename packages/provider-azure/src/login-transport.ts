import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Host,
  type HostResponse,
  isProviderError,
  ProviderError,
  type ProviderFailure,
} from "@keyferry/core/provider";
import type { AzureConnection } from "./connection.ts";
import { type AskLocal, askIdentityEndpoint, isIdentityEndpoint } from "./identity-endpoint.ts";
import { authorityFailure, identityFailure } from "./login-failures.ts";
import type { Reach } from "./reach.ts";
import { type Send, sentHeaders, type WireRequest } from "./wire.ts";

/** What went wrong last at each of the two places that a login may ask. */
export interface LoginTrouble {
  authority?: ProviderFailure;
  machine?: ProviderFailure;
}

export interface LoginTransport {
  /** Sends a request of the login that is under way. */
  readonly send: Send;
  /** Runs a login of this session. */
  run<T>(login: () => Promise<T>): Promise<T>;
  /** Kept here since the SDK turns what the transport throws into an error of its own. Emptied by whoever logs in. */
  readonly trouble: LoginTrouble;
}

/**
 * The session whose login is under way. The SDK keeps the source of a managed identity for the whole process, with the
 * transport of whichever session came first: each request finds its own session by this.
 */
const current = new AsyncLocalStorage<Send>();

/**
 * Sends the requests of a login: to the connection's own authority over the host's HTTP, and, for a login of the machine
 * itself, to its identity endpoint. Nowhere else, whatever variables or an answer's metadata say.
 */
export function createLoginTransport(
  host: Host,
  settings: AzureConnection,
  reach: Reach,
  local: AskLocal | undefined,
  closing: AbortSignal,
): LoginTransport {
  const trouble: LoginTrouble = {};
  const ask = async (
    place: keyof LoginTrouble,
    request: () => Promise<HostResponse>,
    read: (answer: HostResponse) => ProviderFailure | undefined,
  ) => {
    try {
      const answer = await request();
      const failure = read(answer);
      if (failure !== undefined) trouble[place] = failure;
      return { status: answer.status, headers: answer.headers, text: Buffer.from(answer.body).toString("utf8") };
    } catch (thrown) {
      if (isProviderError(thrown)) trouble[place] = thrown.failure;
      throw thrown;
    }
  };
  const own: Send = (request) => {
    const url = new URL(request.url);
    if (local !== undefined && isIdentityEndpoint(url)) {
      return ask("machine", () => askIdentityEndpoint(local, request, closing), identityFailure);
    }
    return ask("authority", () => askAuthority(request, url, host, settings, reach, closing), authorityFailure);
  };
  return {
    send: (request) => (current.getStore() ?? own)(request),
    run: (login) => current.run(own, login),
    trouble,
  };
}

async function askAuthority(
  request: WireRequest,
  url: URL,
  host: Host,
  { logins, regionalLogin }: AzureConnection,
  reach: Reach,
  closing: AbortSignal,
): Promise<HostResponse> {
  const regional = url.protocol === "https:" && url.port === "" && regionalLogin?.test(url.hostname) === true;
  if (!logins.includes(url.origin) && !regional) {
    throw new ProviderError({
      code: "invalid-connection",
      message: "the login points to another host than the connection's, and is not sent there",
      hint: "check authorityHost and cloud, and the AZURE_ and IDENTITY_ variables of the environment",
    });
  }
  return host.request({
    method: request.method,
    url: request.url,
    headers: sentHeaders(request),
    signal: closing,
    ...(request.body === undefined ? {} : { body: request.body }),
    ...reach,
  });
}
