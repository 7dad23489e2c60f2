import type { JsonRecord } from "./json-record.ts";

/** A service account and the key that signs for it. */
export interface KeyLogin {
  readonly kind: "key";
  readonly email: string;
  readonly privateKey: string;
  readonly keyId?: string;
  readonly project?: string;
  /** Where the signature is exchanged for a token; without it, the signature itself is the token. */
  readonly tokenUri?: URL;
}

/** A person's own login, as gcloud keeps it. */
export interface UserLogin {
  readonly kind: "user";
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  readonly tokenUrl: URL;
  readonly quotaProject?: string;
}

/** A federated login: what its file says, less all that we do not know. The addresses in it are checked. */
export interface FederatedLogin {
  readonly kind: "federated";
  readonly source: "file" | "url" | "executable" | "aws";
  /** The members of https://google.aip.dev/auth/4117, as the SDK takes them. */
  readonly options: JsonRecord;
  /** The service account that the login acts as, or the pool that it comes from. */
  readonly principal: string;
}

/** A login that can stand alone, or act as a service account. */
export type SourceLogin = KeyLogin | UserLogin | FederatedLogin;

/** A service account that another login may act as. */
export interface ImpersonatedLogin {
  readonly kind: "impersonated";
  readonly url: URL;
  readonly principal: string;
  readonly delegates: readonly string[];
  readonly source: SourceLogin;
}

/** A connection's login, checked. `machine` is the service account that the metadata server of the machine speaks for. */
export type Login = SourceLogin | ImpersonatedLogin | { readonly kind: "machine" };

/** What the person allows the file of a federated login to do. */
export interface Allowed {
  readonly executable: boolean;
  /** The address whose host may give the subject's token. */
  readonly subjectTokenUrl?: string;
}
