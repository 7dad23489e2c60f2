import { isProviderError, ProviderError, type ProviderFailure } from "@keyferry/core/provider";
import type { LoginInfo } from "./api.ts";
import { TENANT_PATTERN } from "./auth-methods.ts";
import { identityOf } from "./identity.ts";
import type { Login } from "./login.ts";
import type { LoginTransport } from "./login-transport.ts";

/** The tenant becomes an argument of the Azure CLI. */
const TENANT = new RegExp(`^${TENANT_PATTERN}$`);

interface Token {
  readonly token: string;
  readonly expiresOnTimestamp: number;
}

interface Wanted {
  readonly tenantId?: string;
  readonly claims?: string;
  readonly enableCae?: boolean;
  readonly abortSignal?: AbortSignal;
}

/** A credential of the SDK, as far as it is needed here. */
export interface Credential {
  getToken(scopes: string | string[], options?: Wanted): Promise<Token | null>;
}

const NONE: Readonly<Record<Login["kind"], readonly [message: string, hint: string]>> = {
  "managed-identity": ["this machine gives no managed identity", "assign one to it, or choose another auth method"],
  "workload-identity": ["the token of the workload identity cannot be used", "check tokenFile, tenantId and clientId"],
  "azure-cli": ["the Azure CLI is not installed here, or nobody is logged in", "run `az login`"],
  "client-secret": ["the login failed", "check tenantId, clientId and clientSecret"],
  "client-certificate": ["the login failed", "check tenantId, clientId and the certificate"],
  "device-code": ["the code was not entered in time", "run it again, and enter the new code"],
  "default-chain": [
    "nothing on this machine gives a login",
    "run `az login`, set the AZURE_ variables, or choose an auth method",
  ],
};

/** Why a login of this kind gives no token, where nothing more is known. */
export function noLogin(kind: Login["kind"]): ProviderFailure {
  const [message, hint] = NONE[kind];
  return { code: "unauthenticated", message, hint };
}

export interface TokenSourceOptions {
  readonly credential: Credential;
  readonly kind: Login["kind"];
  /** The one resource that tokens are for. */
  readonly resource: string;
  /** Whether the tenant that the vault names may be used, where the connection names none. */
  readonly tenantFromVault: boolean;
  readonly transport: Pick<LoginTransport, "run" | "trouble">;
  readonly closing: AbortSignal;
}

/**
 * What the SDK's client takes for its credential. A vault's challenge chooses neither what the token is for nor, where
 * the connection names a tenant, the tenant; calls at once share one login, which outlives the call that began it; and
 * what fails is told in our own words.
 */
export class TokenSource implements Credential {
  readonly #options: TokenSourceOptions;
  #running: Promise<Token> | undefined;
  #info: LoginInfo = {};

  constructor(options: TokenSourceOptions) {
    this.#options = options;
  }

  get info(): LoginInfo {
    return this.#info;
  }

  async getToken(scopes: string | string[], options: Wanted = {}): Promise<Token> {
    const scope = `${this.#options.resource}/.default`;
    if ([scopes].flat().some((asked) => asked.replace(/\/+\.default$/, "/.default") !== scope)) {
      throw new ProviderError({
        code: "invalid-connection",
        message: "the vault asks for a token of another resource, and gets none",
        hint: "check vault and cloud; where the vault is outside the clouds, set resource as its operator says",
      });
    }
    // More claims are another login.
    if (options.claims !== undefined) return this.#logIn(scope, options);
    this.#running ??= this.#logIn(scope, options).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #logIn(scope: string, { tenantId, claims, enableCae }: Wanted): Promise<Token> {
    const { credential, tenantFromVault, transport, closing } = this.#options;
    delete transport.trouble.authority;
    delete transport.trouble.machine;
    const wanted: Wanted = {
      abortSignal: closing,
      ...(tenantFromVault && tenantId !== undefined && TENANT.test(tenantId) ? { tenantId } : {}),
      ...(claims === undefined ? {} : { claims }),
      ...(enableCae === undefined ? {} : { enableCae }),
    };
    try {
      const token = await transport.run(() => credential.getToken(scope, wanted));
      if (token === null) throw new ProviderError(noLogin(this.#options.kind));
      const identity = identityOf(token.token);
      this.#info = {
        endsAt: new Date(token.expiresOnTimestamp),
        ...(identity === undefined ? {} : { identity }),
      };
      return token;
    } catch (thrown) {
      throw new ProviderError(this.#failure(thrown));
    }
  }

  #failure(thrown: unknown): ProviderFailure {
    if (isProviderError(thrown)) return thrown.failure;
    const { kind, transport } = this.#options;
    // A chain goes on after a machine without an identity: that alone says nothing of why it found no login.
    const machine = kind === "default-chain" ? undefined : transport.trouble.machine;
    return transport.trouble.authority ?? machine ?? noLogin(kind);
  }
}
