export type Service = "secretmanager" | "oauth2" | "sts" | "iamcredentials" | "metadata" | "subject" | "unknown";

/** What the store noted of one request. Never a value, a body, a signature or a token. */
export interface Call {
  readonly service: Service;
  /** `AccessSecretVersion`, `ListSecrets`, `GetSecret`, `jwt-bearer` …; empty where it is none that is known. */
  readonly operation: string;
  /** The IAM permissions that were asked for, such as `secretmanager.versions.access`. */
  readonly permissions: ReadonlySet<string>;
  /** The resource that the request is about, as the caller wrote it. */
  readonly resource: string | undefined;
  /** Method, path and query as they stood on the request line. */
  readonly line: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whether the request would change something. Every one that is not known to read counts as one that does. */
  readonly write: boolean;
  /** The email of who asked, once it is proved. */
  principal?: string;
  status?: number;
  /** The code of the refusal, if it was refused. */
  refused?: string;
}
