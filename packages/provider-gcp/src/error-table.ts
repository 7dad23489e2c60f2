import type { ProviderFailure } from "@keyferry/core/provider";

/** What we say of one of Google's errors: our own words, whatever Google's text was. */
export type ErrorRow = Pick<ProviderFailure, "code" | "message" | "hint">;

const NOT_FOUND: ErrorRow = {
  code: "not-found",
  message: "Google has no such secret, or the secret has no version",
  hint: "check the name, the project and the location",
};
const DENIED: ErrorRow = {
  code: "access-denied",
  message: "Google denies this to the login, or it does not exist",
  hint: "grant the login the right on it (`keyferry policy PROFILE`); without it, Google does not say whether a secret exists",
};
const LOGIN: ErrorRow = {
  code: "unauthenticated",
  message: "Google does not accept the login",
  hint: "check the key or the file of the login; keys can be deleted or disabled, and the machine's clock can be off",
};
const EXPIRED: ErrorRow = { code: "unauthenticated", message: "the login has expired", hint: "log in again" };
const UNAVAILABLE: ErrorRow = { code: "unavailable", message: "Google could not answer", hint: "try again later" };
const BROKEN: ErrorRow = { code: "integrity", message: "Google says that this request was not one of ours" };
const API_OFF: ErrorRow = {
  code: "invalid-connection",
  message: "the Secret Manager API is not enabled in the project",
  hint: "run `gcloud services enable secretmanager.googleapis.com`, and check the project",
};
const PROJECT: ErrorRow = {
  code: "invalid-connection",
  message: "Google does not take the project, or the login may not be billed to it",
  hint: "check project, and the quota project of the login",
};

/** By the canonical code of https://cloud.google.com/apis/design/errors, which every Google API uses. */
export const ERROR_TABLE: ReadonlyMap<string, ErrorRow> = new Map([
  ["NOT_FOUND", NOT_FOUND],
  ["PERMISSION_DENIED", DENIED],
  ["UNAUTHENTICATED", LOGIN],
  ["FAILED_PRECONDITION", { code: "unsupported", message: "Google refuses this in the secret's present state" }],
  [
    "INVALID_ARGUMENT",
    { code: "invalid-address", message: "Google does not take this name or version", hint: "check both, and location" },
  ],
  ["RESOURCE_EXHAUSTED", { code: "throttled", message: "Google asks for fewer requests" }],
  ["UNAVAILABLE", UNAVAILABLE],
  ["INTERNAL", UNAVAILABLE],
  ["UNKNOWN", UNAVAILABLE],
  ["ABORTED", UNAVAILABLE],
  ["CANCELLED", UNAVAILABLE],
  ["DEADLINE_EXCEEDED", { code: "unavailable", message: "Google did not answer in time", hint: "try again later" }],
  ["UNIMPLEMENTED", { code: "unsupported", message: "the endpoint does not know this call", hint: "check endpoint" }],
  ["OUT_OF_RANGE", BROKEN],
  ["ALREADY_EXISTS", BROKEN],
  ["DATA_LOSS", { code: "integrity", message: "Google says that the data was lost or damaged" }],
]);

/** By the `reason` of an ErrorInfo of the domain googleapis.com: https://cloud.google.com/apis/docs/reference/rpc/google.api#errorreason */
export const REASONS: ReadonlyMap<string, ErrorRow> = new Map([
  ["SERVICE_DISABLED", API_OFF],
  ["BILLING_DISABLED", { ...PROJECT, message: "the project has no billing account" }],
  ["CONSUMER_INVALID", PROJECT],
  ["CONSUMER_SUSPENDED", { ...PROJECT, message: "Google has suspended the project" }],
  ["USER_PROJECT_DENIED", PROJECT],
  ["RESOURCE_PROJECT_INVALID", PROJECT],
  ["ACCESS_TOKEN_EXPIRED", EXPIRED],
  [
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    {
      code: "access-denied",
      message: "the login's token is not for Secret Manager",
      hint: "give the machine, or the login of gcloud, the scope cloud-platform",
    },
  ],
]);

/**
 * Cases that Google tells apart by its text alone ("Secret Version [NAME] is in DESTROYED state.",
 * https://github.com/google-github-actions/get-secretmanager-secrets/issues/268). The text only chooses the row.
 */
export const TEXT_CASES: readonly { readonly status: string; readonly text: RegExp; readonly row: ErrorRow }[] = [
  {
    status: "FAILED_PRECONDITION",
    text: /\bDESTROYED\b/,
    row: {
      code: "not-found",
      message: "this version of the secret is destroyed: its value is gone for good",
      hint: "add a version in Google Secret Manager, or pin one that is enabled",
    },
  },
  {
    status: "FAILED_PRECONDITION",
    text: /\bDISABLED\b/,
    row: {
      code: "access-denied",
      message: "this version of the secret is disabled",
      hint: "enable it (`gcloud secrets versions enable`), or pin one that is enabled",
    },
  },
  {
    status: "FAILED_PRECONDITION",
    text: /\b(KMS|cryptoKeys)\b/i,
    row: {
      code: "access-denied",
      message: "Secret Manager may not use the KMS key of this secret",
      hint: "check that the key is enabled, and Secret Manager's right to it",
    },
  },
  {
    status: "NOT_FOUND",
    text: /\bSecret Version\b/i,
    row: { ...NOT_FOUND, message: "Google has no such version of the secret", hint: "check the version or its alias" },
  },
];
