import type { CredentialBook } from "./credentials.ts";
import type { Place } from "./operations/operation.ts";

/** A source of the subject's token, as an external_account file has it. */
export type SubjectSource = Readonly<Record<string, unknown>>;

/** The files that Google or gcloud would write for this store's logins, as JSON text. */
export interface CredentialFiles {
  /** A service account's key; `more` changes or, with undefined, removes members. */
  key(more?: Readonly<Record<string, unknown>>): string;
  /** An external_account file, whose token comes from `source`; by default from the store's own address for it. */
  federation(source?: SubjectSource, more?: Readonly<Record<string, unknown>>): string;
  /** A person's login, as `gcloud auth application-default login` keeps it. */
  user(more?: Readonly<Record<string, unknown>>): string;
  /** The same with `--impersonate-service-account`. */
  impersonated(more?: Readonly<Record<string, unknown>>): string;
}

export function credentialFiles(book: CredentialBook, place: Place, endpoint: string): CredentialFiles {
  const text = (file: object, more: object | undefined) => JSON.stringify({ ...file, ...more }, null, 2);
  const user = {
    type: "authorized_user",
    client_id: book.user.clientId,
    client_secret: book.user.clientSecret,
    refresh_token: book.user.refreshToken,
    quota_project_id: place.project,
    universe_domain: "googleapis.com",
  };
  const actsAs = `${endpoint}/v1/projects/-/serviceAccounts/${book.email}:generateAccessToken`;
  const key = {
    type: "service_account",
    project_id: place.project,
    private_key_id: book.keyId,
    private_key: book.privateKeyPem,
    client_email: book.email,
    client_id: "103456789012345678901",
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
    auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
    universe_domain: "googleapis.com",
  };
  const subject = {
    url: `${endpoint}/subject-token`,
    headers: { Authorization: "bearer harness" },
    format: { type: "json", subject_token_field_name: "value" },
  };
  return {
    key: (more) => text(key, more),
    user: (more) => text(user, more),
    impersonated: (more) =>
      text(
        {
          type: "impersonated_service_account",
          service_account_impersonation_url: actsAs,
          source_credentials: user,
          delegates: [],
        },
        more,
      ),
    federation: (source = subject, more) =>
      text(
        {
          type: "external_account",
          audience: book.audience,
          subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
          token_url: `${endpoint}/v1/token`,
          credential_source: source,
          universe_domain: "googleapis.com",
        },
        more,
      ),
  };
}
