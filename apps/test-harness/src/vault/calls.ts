/** What a request asks of Vault. */
export type VaultOperation =
  | "read"
  | "list"
  | "metadata"
  | "mounts"
  | "login"
  | "lookup-self"
  | "renew-self"
  | "revoke-self"
  | "write"
  | "unknown";

/** What the store noted of one request. Never a value, a body or a token. */
export interface Call {
  readonly method: string;
  /** Path and query as they stood on the request line. */
  readonly target: string;
  readonly operation: VaultOperation;
  /** The path that a policy would have to allow, decoded, such as `secret/data/app`; a list's ends with a slash. */
  readonly path: string;
  /** The secret's name or the folder, below the mount. */
  readonly name: string | undefined;
  /** Who asks: the token's display name, `unknown` for a token that is not known, and nothing where none was sent. */
  readonly token: string | undefined;
  readonly namespace: string | undefined;
  /** In lower case, sorted. */
  readonly headerNames: readonly string[];
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whether it would change something in the store. Logins and what ends or prolongs them do not count. */
  readonly write: boolean;
  /** HTTP status, once there is one. */
  status?: number;
}
