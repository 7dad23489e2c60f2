/** What the store noted of one call. Never a value. */
export interface Call {
  readonly operation: "CredEnumerateW" | "CredReadW";
  /** The target name that was asked for; none for a list. */
  readonly target?: string;
  readonly type?: number;
  /** The system's error number; 0 where there was none. */
  readonly code: number;
}
