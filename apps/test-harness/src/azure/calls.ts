/** What the store noted of one request. Never a value, a body, a token or an assertion. */
export interface Call {
  readonly service: "vault" | "login" | "identity";
  /** `GetSecret`, `ListSecrets`, `Token` …; `Unknown` for what the services do not have. */
  readonly operation: string;
  /** The data actions that were asked for, such as `Microsoft.KeyVault/vaults/secrets/getSecret/action`; none before the caller was recognised. */
  readonly actions: Set<string>;
  /** The name in the path, as it stood there. */
  readonly name: string | undefined;
  /** Whether the request carried a token. */
  readonly withToken: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whether it would change something in the vault. Everything that is not known to read counts as such. */
  readonly write: boolean;
  /** HTTP status, once there is one. */
  status?: number;
  /** The inner code of the refusal, if it was refused. */
  refused?: string;
}
