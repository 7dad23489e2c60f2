import { PROVIDER_ERROR_CODES, type ProviderErrorCode } from "./errors.ts";

/**
 * The codes that the host adds to the providers'.
 * `usage` a wrong call · `unknown-name` a connection, secret, profile, provider or setting that does not exist here ·
 * `settings` the files are damaged, newer, foreign or loose · `rule` an integrity rule forbids it · `plugin` a provider's
 * package is missing or unfit · `value` a value fails its check (key, type, encoding) · `delivery` a used secret has no
 * delivery, or one that does not fit · `program` the job's program cannot be started · `busy` it runs already, and only one may.
 */
export const HOST_ERROR_CODES = [
  "usage",
  "unknown-name",
  "settings",
  "rule",
  "plugin",
  "value",
  "delivery",
  "program",
  "busy",
] as const;

export type HostErrorCode = (typeof HOST_ERROR_CODES)[number];
export type ErrorCode = ProviderErrorCode | HostErrorCode;
export const ERROR_CODES: readonly ErrorCode[] = [...PROVIDER_ERROR_CODES, ...HOST_ERROR_CODES];

/** One failure as a person reads it: what, where, and the next step. Plain data, without a value. */
export interface Failure {
  readonly code: ErrorCode;
  /** What failed. */
  readonly message: string;
  /** Where: a path in the settings, a connection, a secret, a setting. */
  readonly where?: string;
  /** The next step. */
  readonly hint?: string;
  readonly connection?: string;
  readonly secret?: string;
  readonly setting?: string;
  readonly provider?: string;
  readonly requestId?: string;
  /** How often the manager was asked. */
  readonly attempts?: number;
}

const BRAND = "keyferry.error.v1";

/** What every use-case throws: one failure or several at once, never with a `cause`. Recognised by {@link isKeyferryError}. */
export class KeyferryError extends Error {
  readonly brand = BRAND;
  /** At least one. */
  readonly failures: readonly Failure[];

  constructor(...failures: [Failure, ...Failure[]]) {
    super(failures.map(failureLine).join("\n"));
    this.name = "KeyferryError";
    this.failures = Object.freeze([...failures]);
  }
}

/**
 * Whether something that was thrown is a {@link KeyferryError}, from this copy of the package or another. Never throws.
 */
export function isKeyferryError(thrown: unknown): thrown is KeyferryError {
  try {
    return thrown instanceof Object && (thrown as { brand?: unknown }).brand === BRAND;
  } catch {
    return false;
  }
}

/** One failure as one line: `where: message (code)`, then the next step. */
function failureLine(failure: Failure): string {
  const where = failure.where ? `${failure.where}: ` : "";
  return `${where}${failure.message} (${failure.code})${failure.hint ? `; ${failure.hint}` : ""}`;
}
