/**
 * The closed set of codes that a provider's failure can have. A host that meets an unknown code treats it as
 * `internal`, so a later contract can add one without breaking older hosts.
 */
export const PROVIDER_ERROR_CODES = [
  "not-found",
  "access-denied",
  "unauthenticated",
  "invalid-address",
  "invalid-connection",
  "throttled",
  "unavailable",
  "integrity",
  "cancelled",
  "unsupported",
  "internal",
] as const;

/** One of {@link PROVIDER_ERROR_CODES}. */
export type ProviderErrorCode = (typeof PROVIDER_ERROR_CODES)[number];

/**
 * What a provider reports about a failure: plain data, without a value, a credential, a raw SDK error or a foreign
 * cause.
 */
export interface ProviderFailure {
  readonly code: ProviderErrorCode;
  /** What failed, in one sentence; at most 300 characters, never quoting a server's body. */
  readonly message: string;
  /** The next step for a person. */
  readonly hint?: string;
  /** The manager's own id of the request, for its support and its logs. */
  readonly requestId?: string;
  /** The pause that the manager asked for, in milliseconds. Only used with `throttled` and `unavailable`. */
  readonly retryAfterMs?: number;
  /**
   * The failure is about the batch call itself (the right to make it is missing, say), not about the addresses in it.
   * For the rest of this session the host then asks for one address per call.
   */
  readonly splitBatch?: true;
}

const BRAND = "keyferry.provider-error.v1";

/**
 * A provider's failure as something to throw. It is recognised by a string brand, never by `instanceof`: two copies of
 * this package in one tree are normal, since global installations nest.
 */
export class ProviderError extends Error {
  readonly brand = BRAND;
  readonly failure: ProviderFailure;

  constructor(failure: ProviderFailure) {
    super(failure.message);
    this.name = "ProviderError";
    this.failure = failure;
  }
}

/**
 * Whether something that was thrown is a {@link ProviderError}, from this copy of the package or another. Never throws.
 */
export function isProviderError(thrown: unknown): thrown is ProviderError {
  try {
    return thrown instanceof Object && (thrown as { brand?: unknown }).brand === BRAND;
  } catch {
    return false;
  }
}

const OF_ONE_ADDRESS: ReadonlySet<ProviderErrorCode> = new Set([
  "not-found",
  "access-denied",
  "invalid-address",
  "unsupported",
  "integrity",
]);

/**
 * Whether a failure concerns only the one address that was asked for, so that `fetch` returns it as that address's
 * outcome. Other failures concern the login or the network, and are thrown.
 */
export function isOfOneAddress(failure: ProviderFailure): boolean {
  return OF_ONE_ADDRESS.has(failure.code);
}
