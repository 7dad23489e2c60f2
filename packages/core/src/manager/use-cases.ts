import type { FieldValue, Manifest } from "../contract/manifest.ts";
import type { CheckResult, RemoteSecret } from "../contract/session.ts";
import type { ProgramJob, SecretType } from "../settings/model.ts";
import type { ConnectionImport, ConnectionImportInput } from "./exchange/import-connection.ts";
import type { ProfileImport, ProfileImportInput } from "./exchange/import-profile.ts";
import type {
  CatalogueView,
  ConnectionView,
  PlannedSecret,
  PolicyView,
  ProfileView,
  ProviderView,
  RemoteShape,
  SecretView,
} from "./views.ts";

/** For calls that may ask a manager. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface NewConnection {
  readonly name: string;
  /** The provider's id, or its package's name. */
  readonly provider: string;
  /** Fields of the connection and of its auth method, as text (converted by the manifest) or as they are. Never sensitive ones. */
  readonly fields?: Readonly<Record<string, FieldValue>>;
  /** Auth method; inferred where the given fields fit exactly one. */
  readonly auth?: string;
  /** Sensitive field → source. */
  readonly sources?: Readonly<Record<string, string>>;
}

export interface NewSecret {
  readonly name: string;
  readonly connection: string;
  readonly remoteName: string;
  readonly type: SecretType;
  readonly key?: string;
  /** The whole text is meant, although it is a JSON object. */
  readonly whole?: boolean;
  readonly version?: string;
  readonly description?: string;
  readonly trimNewline?: boolean;
  /** Save without asking the manager. */
  readonly unchecked?: boolean;
}

/** One of many secrets to define at once. */
export type BulkSecret = Omit<NewSecret, "type"> & {
  /** Guessed from the names, if absent. */
  readonly type?: SecretType;
};

/** What to change of a definition. The remote name is not among it: that would be another secret. */
export interface SecretChanges {
  readonly type?: SecretType;
  readonly key?: string;
  /** The whole value, in place of a key. */
  readonly whole?: boolean;
  /** Null: the newest. */
  readonly version?: string | null;
  readonly trimNewline?: boolean;
  /** Save without asking the manager. */
  readonly unchecked?: boolean;
}

/** The rules and use-cases of providers. Names no package by itself: it lists what the host offers and what the settings name. */
export interface Providers {
  list(): Promise<readonly ProviderView[]>;
  /** Loads the plugin (id, or package's name) and gives its description of itself: for prompts and help. Throws `plugin`. */
  manifest(provider: string): Promise<Manifest>;
}

export interface Connections {
  create(input: NewConnection): Promise<ConnectionView>;
  list(): Promise<readonly ConnectionView[]>;
  get(name: string): Promise<ConnectionView>;
  /** Secrets refer to a connection by its id, and follow. */
  rename(name: string, to: string): Promise<ConnectionView>;
  /** Refused (`rule`) while a secret uses it; the error names the secrets. */
  delete(name: string): Promise<void>;
  /** The connection and its secrets' definitions as a file for others: no credential, and no source of one. */
  export(name: string): Promise<string>;
  /** What an import would make. Nothing is written. Throws `settings`, `rule`, `usage`, `plugin`. */
  planImport(input: ConnectionImportInput): Promise<ConnectionImport>;
  /** Makes the connection and its secrets, all or none. */
  import(input: ConnectionImportInput): Promise<ConnectionImport>;
  /** Proves the login without reading a value. */
  check(name: string, options?: CallOptions): Promise<CheckResult>;
  /** The manager's secrets, page by page as they come, filtered by a part of the name. */
  names(name: string, options?: CallOptions & { readonly filter?: string }): AsyncIterable<RemoteSecret>;
}

export interface Secrets {
  create(input: NewSecret, options?: CallOptions): Promise<SecretView>;
  /** What would come of many definitions: each with its failure, where it cannot be defined. Nothing is written. */
  planMany(inputs: readonly BulkSecret[], options?: CallOptions): Promise<readonly PlannedSecret[]>;
  /** Defines those that can be, in one change. The others come back with their failure. */
  createMany(inputs: readonly BulkSecret[], options?: CallOptions): Promise<readonly PlannedSecret[]>;
  /** Changes a definition, checked like a new one. Refused (`rule`) where a setting that uses it does not take the type. */
  modify(name: string, changes: SecretChanges, options?: CallOptions): Promise<SecretView>;
  list(): Promise<readonly SecretView[]>;
  get(name: string): Promise<SecretView>;
  /** Another name of our own. The manager's name cannot be changed. */
  rename(name: string, to: string): Promise<SecretView>;
  /** Another description of our own; empty: none. Nothing changes in the manager. */
  describe(name: string, description: string): Promise<SecretView>;
  /** Takes the definition away, and never touches the manager. Refused (`rule`) while a profile uses it; the error names the profiles. */
  delete(name: string): Promise<void>;
  /** The names of the keys of a remote value. The value is read, and nothing of it but these names is given. */
  keys(
    connection: string,
    remoteName: string,
    options?: CallOptions & { readonly version?: string },
  ): Promise<RemoteShape>;
}

export interface Profiles {
  create(input: {
    readonly name: string;
    readonly job?: ProgramJob;
    readonly deliver?: Readonly<Record<string, string>>;
  }): Promise<ProfileView>;
  list(): Promise<readonly ProfileView[]>;
  get(name: string): Promise<ProfileView>;
  rename(name: string, to: string): Promise<ProfileView>;
  /** The same settings, job and deliveries under another name. */
  duplicate(name: string, to: string): Promise<ProfileView>;
  delete(name: string): Promise<void>;
  /** The whole catalogue, with what the profile has for each setting. */
  settings(name: string): Promise<readonly CatalogueView[]>;
  /** Sets a literal. Refused (`rule`) for a setting that takes a secret only. */
  set(profile: string, setting: string, literal: string): Promise<ProfileView>;
  /** Takes a literal away. Refused (`rule`) for a setting that has none. */
  unset(profile: string, setting: string): Promise<ProfileView>;
  /** Uses a secret by its name. Refused (`rule`) where the setting does not take its type. */
  use(profile: string, setting: string, secret: string): Promise<ProfileView>;
  stopUsing(profile: string, setting: string): Promise<ProfileView>;
  /** The profile as a file for others: settings, job and deliveries, and of its secrets the names. */
  export(name: string): Promise<string>;
  /** What an import would make of a profile. Nothing is written. Throws `settings`, `rule`, `usage`. */
  planImport(input: ProfileImportInput): Promise<ProfileImport>;
  /** Makes the profile, or changes the one of its name. Secrets are used by choice alone: the others stay unbound. */
  import(input: ProfileImportInput): Promise<ProfileImport>;
  setJob(profile: string, job: ProgramJob): Promise<ProfileView>;
  setDelivery(profile: string, setting: string, delivery: string): Promise<ProfileView>;
}

export interface Policies {
  /** The least rights for listing, and for reading the secrets that a profile uses: one view for each connection. Asks no manager. */
  ofProfile(name: string): Promise<readonly PolicyView[]>;
}
