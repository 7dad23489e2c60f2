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

/** What a provider says of a failure: plain data, without a value, a credential, a raw SDK error or a foreign cause. */
export interface ProviderFailure {
  readonly code: ProviderErrorCode;
  /** What failed, in one sentence; at most 300 characters, never quoting a server's body. */
  readonly message: string;
  /** The next step for a person. */
  readonly hint?: string;
  /** The manager's own id of the request, for its support and its logs. */
  readonly requestId?: string;
  /** The pause that the manager asked for, in milliseconds. Only read with `throttled` and `unavailable`. */
  readonly retryAfterMs?: number;
  /**
   * The failure speaks of the batch as a batch (its own right is missing, say), not of the addresses in it: the host
   * asks again with one address a call, for the rest of this session.
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

/** Whether something thrown is a {@link ProviderError}, of this copy of the package or of another. Never throws. */
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
 * Whether a failure speaks of the one address that was asked for, so that `fetch` gives it as that address's outcome. The
 * others speak of the login or the way, and are thrown.
 */
export function isOfOneAddress(failure: ProviderFailure): boolean {
  return OF_ONE_ADDRESS.has(failure.code);
}
