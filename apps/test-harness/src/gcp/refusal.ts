/** The canonical codes of https://cloud.google.com/apis/design/errors that this store gives, with their HTTP statuses. */
const statuses = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL: 500,
  UNIMPLEMENTED: 501,
} as const;

export type CanonicalCode = keyof typeof statuses;

/** An answer that a Google API gives instead of a result. */
export class Refusal extends Error {
  readonly code: CanonicalCode;
  readonly status: number;
  /** The reason of its ErrorInfo, and the domain that the reason is of. */
  readonly info: { readonly reason: string; readonly domain: string } | undefined;

  constructor(code: CanonicalCode, message: string, reason?: string, domain = "googleapis.com") {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.status = statuses[code];
    this.info = reason === undefined ? undefined : { reason, domain };
  }
}

/** An answer that a token endpoint gives instead of a token: https://datatracker.ietf.org/doc/html/rfc6749#section-5.2 */
export class OAuthRefusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = "OAuthRefusal";
    this.code = code;
    this.status = status;
  }
}
