/** What the store noted of one request. Never a value, a body, a signature or a token. */
export interface Call {
  readonly service: "secretsmanager" | "sts" | "unknown";
  /** `GetSecretValue`, `AssumeRole` …, as the caller named it. */
  readonly operation: string;
  /** The rights that were asked for, such as `secretsmanager:GetSecretValue`; none when the caller was not recognised. */
  readonly actions: ReadonlySet<string>;
  /** The names or ARNs that the request is about, as the caller wrote them. */
  readonly secretIds: readonly string[];
  readonly accessKeyId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whether the operation would change something. Every operation that is not known to read counts as one that does. */
  readonly write: boolean;
  /** HTTP status, once there is one. */
  status?: number;
  /** The name of the refusal, if it was refused. */
  refused?: string;
}
