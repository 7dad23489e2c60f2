import type { ProviderFailure } from "@keyferry/core/provider";

/** What we say of one of AWS's errors: our own words, whatever AWS's text was. */
export type ErrorRow = Pick<ProviderFailure, "code" | "message" | "hint">;

const NOT_FOUND: ErrorRow = {
  code: "not-found",
  message: "AWS has no such secret, or no such version of it",
  hint: "check the name, the region and the account; a secret without a value counts as missing",
};
const DENIED: ErrorRow = {
  code: "access-denied",
  message: "AWS denies this to the login",
  hint: "grant the login the right on it; without the right, AWS does not say whether a secret exists",
};
const KEY: ErrorRow = {
  code: "access-denied",
  message: "the login may not use the KMS key of this secret",
  hint: "grant kms:Decrypt on that key",
};
const LOGIN: ErrorRow = {
  code: "unauthenticated",
  message: "AWS does not accept the login",
  hint: "check the access key and its secret; keys can be deleted or inactive",
};
const EXPIRED: ErrorRow = {
  code: "unauthenticated",
  message: "the login has expired",
  hint: "log in again, or give a new session token",
};
const CLOCK: ErrorRow = {
  code: "unauthenticated",
  message: "AWS refuses the time of the request: check the clock of this machine",
  hint: "let the machine set its clock by NTP",
};
const THROTTLED: ErrorRow = { code: "throttled", message: "AWS asks for fewer requests" };
const UNAVAILABLE: ErrorRow = { code: "unavailable", message: "AWS could not answer", hint: "try again later" };
const REGION: ErrorRow = {
  code: "invalid-connection",
  message: "the region is not enabled for the account",
  hint: "enable the region, or set another one on the connection",
};
const UNKNOWN_CALL: ErrorRow = {
  code: "unsupported",
  message: "the endpoint does not know this call",
  hint: "check that the endpoint is AWS Secrets Manager",
};

/** A deleted secret keeps its name for 7 to 30 days, and refuses to be read. */
const DELETED: ErrorRow = {
  code: "not-found",
  message: "the secret is scheduled for deletion",
  hint: "restore it in AWS, or use another secret",
};

/**
 * By the name of AWS's error: those of Secrets Manager
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html and its neighbours), those
 * that every AWS service has (https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html), and
 * those of STS (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
 */
export const ERROR_TABLE: ReadonlyMap<string, ErrorRow> = new Map([
  ["ResourceNotFoundException", NOT_FOUND],
  ["InvalidRequestException", { code: "unsupported", message: "AWS refuses this in the secret's present state" }],
  [
    "InvalidParameterException",
    {
      code: "invalid-address",
      message: "AWS does not take this name or version",
      hint: "check both for typing errors",
    },
  ],
  ["ValidationException", { code: "invalid-address", message: "AWS does not take this name or version" }],
  ["InvalidNextTokenException", { code: "integrity", message: "AWS does not know the page that it pointed to" }],
  ["DecryptionFailure", KEY],
  ["AccessDeniedException", DENIED],
  ["AccessDenied", DENIED],
  ["NotAuthorized", DENIED],
  ["UnauthorizedOperation", DENIED],
  ["UnrecognizedClientException", LOGIN],
  ["InvalidClientTokenId", LOGIN],
  ["InvalidAccessKeyId", LOGIN],
  ["SignatureDoesNotMatch", LOGIN],
  ["InvalidSignatureException", LOGIN],
  ["IncompleteSignature", LOGIN],
  ["IncompleteSignatureException", LOGIN],
  ["MissingAuthenticationToken", LOGIN],
  ["MissingAuthenticationTokenException", LOGIN],
  ["AuthFailure", LOGIN],
  ["ExpiredToken", EXPIRED],
  ["ExpiredTokenException", EXPIRED],
  ["RequestTimeTooSkewed", CLOCK],
  ["RequestInTheFuture", CLOCK],
  ["RequestExpired", CLOCK],
  ["OptInRequired", REGION],
  ["RegionDisabledException", REGION],
  ["EndpointError", { code: "invalid-connection", message: "AWS has no such endpoint in this region" }],
  ["Throttling", THROTTLED],
  ["ThrottlingException", THROTTLED],
  ["ThrottledException", THROTTLED],
  ["RequestThrottled", THROTTLED],
  ["RequestThrottledException", THROTTLED],
  ["RequestLimitExceeded", THROTTLED],
  ["TooManyRequestsException", THROTTLED],
  ["LimitExceededException", THROTTLED],
  ["SlowDown", THROTTLED],
  ["InternalServiceError", UNAVAILABLE],
  ["InternalServerError", UNAVAILABLE],
  ["InternalFailure", UNAVAILABLE],
  ["ServiceUnavailable", UNAVAILABLE],
  ["ServiceUnavailableException", UNAVAILABLE],
  ["RequestTimeout", UNAVAILABLE],
  ["RequestTimeoutException", UNAVAILABLE],
  ["UnknownOperationException", UNKNOWN_CALL],
  ["InvalidAction", UNKNOWN_CALL],
  [
    "CredentialsProviderError",
    {
      code: "unauthenticated",
      message: "there is no AWS login where the connection looks for one",
      hint: "log in (`aws sso login`, `aws login`), or check the profile, the variables or the role",
    },
  ],
  ["TokenProviderError", EXPIRED],
]);

/**
 * Cases that AWS tells apart by its text alone. The text only chooses the row; no word of it is shown.
 * Deletion: https://github.com/external-secrets/external-secrets/pull/4562. Clock: "Signature expired" and "Signature
 * not yet current". Key: `AccessDeniedException` with "Access to KMS is not allowed".
 */
export const TEXT_CASES: readonly { readonly name: string; readonly text: RegExp; readonly row: ErrorRow }[] = [
  { name: "InvalidRequestException", text: /(marked|scheduled) (for deletion|deleted)/i, row: DELETED },
  { name: "InvalidSignatureException", text: /signature (expired|not yet current)/i, row: CLOCK },
  { name: "SignatureDoesNotMatch", text: /signature (expired|not yet current)/i, row: CLOCK },
  { name: "AccessDeniedException", text: /\bKMS\b/i, row: KEY },
];
