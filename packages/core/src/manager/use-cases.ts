import type { Credentials, SealOptions } from "../contract/credential-store.ts";
import type { Field, Manifest } from "../contract/manifest.ts";
import type { CheckResult, RemoteSecret } from "../contract/session.ts";
import type { Job, SecretType } from "../settings/model.ts";
import type { ConnectionChange, ModifyOptions, NewConnection, SavingOptions } from "./connection-input.ts";
import type { ConnectionImport, ConnectionImportInput } from "./exchange/import-connection.ts";
import type { ProfileImport, ProfileImportInput } from "./exchange/import-profile.ts";
import type {
  CatalogueView,
  ConnectionView,
  LoginEnd,
  LoginView,
  ModificationView,
  PlannedSecret,
  ProfileView,
  ProviderView,
  RecipeView,
  RemoteShape,
  SecretView,
} from "./views.ts";

/** For calls that may ask a manager. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface NewSecret {
  readonly name: string;
  readonly connection: string;
  readonly remoteName: string;
  readonly type: SecretType;
  readonly key?: string;
  /** Use the whole text, although it is a JSON object. */
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

/** What to change about a definition. The remote name cannot be changed: that would be another secret. */
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

/** The use-cases of providers: those that the host offers and those that the settings name. */
export interface Providers {
  list(): Promise<readonly ProviderView[]>;
  /** Loads a plugin, by its id or its package's name, and gives its manifest, for prompts and help. Throws `plugin`. */
  manifest(provider: string): Promise<Manifest>;
}

export interface Connections {
  create(input: NewConnection, options?: SavingOptions): Promise<ConnectionView>;
  /**
   * Like `create`, but proves the login first: nothing is written before that, and if it fails, the check's error is
   * thrown.
   */
  createChecked(
    input: NewConnection,
    options?: SavingOptions & CallOptions,
  ): Promise<ConnectionView & { readonly check: CheckResult }>;
  list(): Promise<readonly ConnectionView[]>;
  get(name: string): Promise<ConnectionView>;
  /** Its secrets follow, since they refer to the connection by its id. */
  rename(name: string, to: string): Promise<ConnectionView>;
  /** What a change would do to the connection's origin and to its login. Nothing is changed. */
  modification(name: string, change: ConnectionChange): Promise<ModificationView>;
  /**
   * Changes where it points, how it logs in and where its login comes from. A change of the origin invalidates every
   * source of the login: it is refused (`rule`) unless each is given again, or the new origin is confirmed as {@link
   * modification} gave it.
   */
  modify(name: string, change: ConnectionChange, options?: ModifyOptions): Promise<ConnectionView>;
  /** Like `modify`, but proves the login of the changed connection first: nothing is written before that. */
  modifyChecked(
    name: string,
    change: ConnectionChange,
    options?: ModifyOptions & CallOptions,
  ): Promise<ConnectionView & { readonly check?: CheckResult }>;
  /** Refused (`rule`) while a secret uses the connection; the error names the secrets. */
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

/** Logins that are kept in the credential store. */
export interface ConnectionLogins {
  /** The sensitive fields that a login of this connection takes. */
  fields(connection: string): Promise<readonly Field[]>;
  /**
   * Seals credentials (sensitive field → text; one trailing line break is removed), and makes `stored` their source.
   * Sealed fields that are not given stay. Throws `usage` for a credential that does not fit its field, without any
   * part of it.
   */
  login(connection: string, credentials: Credentials, options?: SealOptions): Promise<LoginView>;
  /** Like `login`, but only once the manager has accepted the login; otherwise what was sealed before stays. */
  loginChecked(
    connection: string,
    credentials: Credentials,
    options?: SealOptions & CallOptions,
  ): Promise<LoginView & { readonly check: CheckResult }>;
  /**
   * Seals what the present sources of these sensitive fields give, and makes `stored` their source. Throws the errors
   * of a login that reads them.
   */
  adopt(connection: string, fields: readonly string[], options?: SealOptions & CallOptions): Promise<LoginView>;
  /** Deletes what is sealed; false if nothing was. The source stays `stored`, and fails until the next login. */
  logout(connection: string): Promise<boolean>;
  /** The keeper of the sealing key, as a person writes it; undefined if nothing was ever sealed. Asks no keeper. */
  keeper(): Promise<string | undefined>;
  /** Where the login comes from. Asks no keeper and no manager. */
  status(connection: string): Promise<LoginView>;
  /**
   * The logins of all connections that expire within a week and that Keyferry does not renew, the next first. Asks the
   * managers about logins that can expire in this way, for at most 5 s; whatever cannot be found out is left out.
   */
  endingSoon(options?: CallOptions): Promise<readonly LoginEnd[]>;
  /** Seals all logins again, for another keeper: all or none. Resolves with the names of their connections. */
  rewrap(keeper: string): Promise<readonly string[]>;
}

export interface Secrets {
  /** With `dryRun`, everything is checked as usual and the manager is asked, but nothing is saved. */
  create(input: NewSecret, options?: CallOptions & { readonly dryRun?: boolean }): Promise<SecretView>;
  /** What the definitions would become; those that are not possible come with their failure. Nothing is written. */
  planMany(inputs: readonly BulkSecret[], options?: CallOptions): Promise<readonly PlannedSecret[]>;
  /** Defines all that are possible, in one change. The others come back with their failure. */
  createMany(inputs: readonly BulkSecret[], options?: CallOptions): Promise<readonly PlannedSecret[]>;
  /** Changes a definition, checked like a new one. Refused (`rule`) where a setting that uses it does not take the type. */
  modify(name: string, changes: SecretChanges, options?: CallOptions): Promise<SecretView>;
  list(): Promise<readonly SecretView[]>;
  get(name: string): Promise<SecretView>;
  /** Changes our own name for it. The name in the manager cannot be changed. */
  rename(name: string, to: string): Promise<SecretView>;
  /** Changes our own description; an empty one removes it. Nothing changes in the manager. */
  describe(name: string, description: string): Promise<SecretView>;
  /**
   * Deletes the definition, and never touches the manager. Refused (`rule`) while a profile uses it; the error names
   * the profiles.
   */
  delete(name: string): Promise<void>;
  /** The names of the keys of a remote value. The value is read, but only these names are returned. */
  keys(
    connection: string,
    remoteName: string,
    options?: CallOptions & { readonly version?: string },
  ): Promise<RemoteShape>;
}

/** Members that are absent leave the profile's limits as they are. */
export interface ProfileLimits {
  /** Whole seconds, after which the job is told to end. */
  readonly timeLimit?: number | null;
  /** A run is refused while another one is not over. */
  readonly oneAtATime?: boolean;
}

export interface Profiles {
  create(input: {
    readonly name: string;
    readonly job?: Job;
    readonly deliver?: Readonly<Record<string, string>>;
    /** Setting → its literal, or the name of the secret that it uses. */
    readonly settings?: Readonly<Record<string, { readonly literal: string } | { readonly secret: string }>>;
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
  /** Removes a literal. Refused (`rule`) for a setting that has none. */
  unset(profile: string, setting: string): Promise<ProfileView>;
  /** Uses a secret, by its name. Refused (`rule`) if the setting does not take secrets of that type. */
  use(profile: string, setting: string, secret: string): Promise<ProfileView>;
  stopUsing(profile: string, setting: string): Promise<ProfileView>;
  /** The profile as a file for others: settings, job and deliveries, and only the names of its secrets. */
  export(name: string): Promise<string>;
  /** What an import would make of a profile. Nothing is written. Throws `settings`, `rule`, `usage`. */
  planImport(input: ProfileImportInput): Promise<ProfileImport>;
  /**
   * Creates the profile, or changes the one with its name. A slot uses a secret only if one is chosen for it; the
   * others stay unbound.
   */
  import(input: ProfileImportInput): Promise<ProfileImport>;
  /**
   * Limits its runs; `null` removes a limit. Refused (`usage`) if the time limit is not a whole number of seconds from
   * 1 to 2,000,000.
   */
  limit(profile: string, limits: ProfileLimits): Promise<ProfileView>;
  /** Throws `unknown-name` for a recipe that does not exist here. */
  setJob(profile: string, job: Job): Promise<ProfileView>;
  /** Sets how the program takes a setting; an empty text removes the delivery. Throws `delivery`, `rule`. */
  setDelivery(profile: string, setting: string, delivery: string): Promise<ProfileView>;
}

/** The recipes of real programs: those of the host, and of the packages that the settings list. */
export interface Recipes {
  list(): Promise<readonly RecipeView[]>;
  get(id: string): Promise<RecipeView>;
}
