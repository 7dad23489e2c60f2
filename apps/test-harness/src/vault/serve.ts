import type { ReceivedRequest } from "../http/received-request.ts";
import type { Answer } from "../http/send.ts";
import { denied, errors, NO_CONTENT, noRoute, Refused, result } from "./answers.ts";
import { engineRead } from "./engine.ts";
import type { Incoming } from "./incoming.ts";
import { type Credentials, checkLogin } from "./logins.ts";
import type { Rights } from "./rights.ts";
import type { Mount, VaultState } from "./state.ts";
import type { Token, TokenBook, TokenTerms } from "./tokens.ts";

export interface ServiceParts {
  readonly now: () => number;
  readonly state: VaultState;
  readonly tokens: TokenBook;
  readonly rights: Rights;
  readonly credentials: Credentials;
  /** What the tokens of logins are issued for; may be changed. */
  readonly terms: { login: TokenTerms };
  readonly namespace: string;
  /** The store is an Agent in front of a server: it adds a token, and asks for the header that no web page can send. */
  readonly agent: boolean;
  /** The fingerprint of the client certificate that may log in. */
  readonly certificate: { fingerprint?: string };
}

/** Answers one request as the service does. Throws {@link Refused}. */
export function serve(parts: ServiceParts, request: ReceivedRequest, incoming: Incoming, socket: unknown): Answer {
  const { headers } = request;
  if (parts.agent && headers["x-vault-request"] !== "true") throw new Refused(errors(412, "missing X-Vault-Request"));
  if ((headers["x-vault-namespace"] ?? "").replace(/^\/|\/$/g, "") !== parts.namespace) throw noRoute(incoming.path);
  if (incoming.operation === "login") return login(parts, request, incoming, socket);
  const token = parts.tokens.prove(headers["x-vault-token"] ?? (parts.agent ? parts.tokens.root.token : undefined));
  if (incoming.operation === "unknown") throw noRoute(incoming.path);
  if (incoming.operation === "write") throw denied();
  parts.rights.check(incoming);
  return own(parts, incoming, token) ?? engine(parts, incoming);
}

function login(parts: ServiceParts, request: ReceivedRequest, { path }: Incoming, socket: unknown): Answer {
  const [, mount = "", below = ""] = /^auth\/(.+?)\/login(?:\/(.*))?$/.exec(path) ?? [];
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString("utf8"));
  } catch {
    throw new Refused(errors(400, "failed to parse JSON input"));
  }
  if (typeof body !== "object" || body === null) throw new Refused(errors(400, "failed to parse JSON input"));
  const asked = { mount, below, body: body as Readonly<Record<string, unknown>>, socket };
  const name = checkLogin(asked, parts.credentials, parts.certificate.fingerprint);
  return authAnswer(parts, parts.tokens.issue(name, parts.terms.login));
}

function authAnswer({ tokens }: ServiceParts, token: Token): Answer {
  const auth = {
    client_token: token.token,
    accessor: "a",
    policies: ["default"],
    lease_duration: tokens.secondsLeft(token),
    renewable: token.terms.renewable,
    token_type: token.terms.type ?? "service",
    mfa_requirement: null,
  };
  return result("null", { auth: JSON.stringify(auth) });
}

/** What a token does with itself: https://developer.hashicorp.com/vault/api-docs/auth/token */
function own(parts: ServiceParts, { operation }: Incoming, token: Token): Answer | undefined {
  const { tokens } = parts;
  switch (operation) {
    case "lookup-self": {
      const ends = token.ends === Number.POSITIVE_INFINITY ? null : new Date(token.ends).toISOString();
      const ttl = tokens.secondsLeft(token);
      const shown = { display_name: token.displayName, expire_time: ends, ttl, renewable: token.terms.renewable };
      return result(JSON.stringify({ ...shown, id: token.token, policies: ["default"] }));
    }
    case "renew-self":
      tokens.renew(token);
      return authAnswer(parts, token);
    case "revoke-self":
      tokens.revoke(token);
      return NO_CONTENT;
    default:
      return undefined;
  }
}

function mountAnswer({ path, type, version }: Mount): Answer {
  const options = version === 2 ? { version: "2" } : null;
  return result(JSON.stringify({ path: `${path}/`, type, options, description: "", local: false }));
}

function engine({ state, now }: ServiceParts, { operation, path, query, list }: Incoming): Answer {
  const inner = operation === "mounts" ? path.slice("sys/internal/ui/mounts/".length) : path;
  const found = state.find(inner);
  if (operation === "mounts") {
    const text = `preflight capability check returned 403, please ensure client's policies grant access to path "${inner}/"`;
    return found === undefined ? errors(403, text) : mountAnswer(found.mount);
  }
  if (found === undefined) throw noRoute(path);
  if (found.mount.type !== "kv") throw new Refused(errors(405, "1 error occurred:\n\t* unsupported operation\n\n"));
  return engineRead(found.mount, { rest: found.rest, list, query, now: now() });
}
