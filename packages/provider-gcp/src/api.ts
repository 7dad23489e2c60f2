import type { CallContext } from "@keyferry/core/provider";

/** What Google says of a secret. Every part may be missing: an answer is checked before it is believed. */
export interface SecretEntry {
  /** The resource name, with the project's number in it. */
  readonly name?: string;
  readonly createdAt?: Date;
  readonly expiresAt?: Date;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Numbers of versions by alias. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** One value that Google gave. */
export interface SecretValue {
  /** The resource name of the version, with the project's number in it. */
  readonly name?: string;
  readonly bytes?: Uint8Array;
  /** The CRC-32C that Google says the value has, as decimal text. */
  readonly checksum?: string;
}

export interface ListAnswer {
  readonly entries: readonly SecretEntry[];
  readonly next?: string;
}

/** The calls that a session makes, in our own terms. Each throws a `ProviderError`. Names are whole resource names. */
export interface SecretsApi {
  access(name: string, context: CallContext): Promise<SecretValue>;
  list(parent: string, pageSize: number, cursor: string | undefined, context: CallContext): Promise<ListAnswer>;
  get(name: string, context: CallContext): Promise<SecretEntry>;
  /** The project of the login itself, where it has one. */
  project(context: CallContext): Promise<string | undefined>;
  /** Who the login is, where it says. */
  identity(context: CallContext): Promise<string | undefined>;
  /** When the token in use ends, where that is known. */
  loginEnds(): Date | undefined;
  close(): void;
}
