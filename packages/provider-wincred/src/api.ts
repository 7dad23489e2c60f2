/**
 * The types of credentials
 * (https://learn.microsoft.com/en-us/windows/win32/api/wincred/ns-wincred-credentialw, `Type`).
 */
export const CREDENTIAL_TYPE = {
  generic: 1,
  domainPassword: 2,
  domainCertificate: 3,
  domainVisiblePassword: 4,
  genericCertificate: 5,
  domainExtended: 6,
} as const;

/** A credential as it is listed: without its user name and its blob, which are values. */
export interface ListedCredential {
  /** One of {@link CREDENTIAL_TYPE}, or a newer one. */
  readonly type: number;
  readonly target: string;
  readonly comment?: string;
  /** A FILETIME: the hundreds of nanoseconds since the start of 1601, in UTC. */
  readonly lastWritten: bigint;
}

/** A credential as it is read. */
export interface ReadCredential extends ListedCredential {
  readonly userName?: string;
  /** A copy that its taker owns. */
  readonly blob: Uint8Array;
}

/** What the system answers: plain data, or the number of its error. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: number };

/** The two calls of Windows that a session makes. Neither changes anything. */
export interface CredentialApi {
  /** All credentials of the account that this process runs as. */
  enumerate(): Promise<Answer<readonly ListedCredential[]>>;
  read(target: string, type: number): Promise<Answer<ReadCredential>>;
}

/** What the provider needs of the machine. */
export interface System {
  /** As `process.platform` names it. */
  readonly platform: string;
  /** Loads the native library. Throws a `ProviderError` (`unsupported`). */
  readonly loadApi: () => Promise<CredentialApi>;
  /** The name of the account that this process runs as; the system's own, if absent. */
  readonly userName?: () => string;
}
