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
  create(input: NewConnection, options?: SavingOptions): Promise<ConnectionView>;
  /** The same, once the login is proved: nothing is written before that, and the check's error is thrown where it fails. */
  createChecked(
    input: NewConnection,
    options?: SavingOptions & CallOptions,
  ): Promise<ConnectionView & { readonly check: CheckResult }>;
  list(): Promise<readonly ConnectionView[]>;
  get(name: string): Promise<ConnectionView>;
  /** Secrets refer to a connection by its id, and follow. */
  rename(name: string, to: string): Promise<ConnectionView>;
  /** What a change would do to where the connection points and to its login. Nothing is changed. */
  modification(name: string, change: ConnectionChange): Promise<ModificationView>;
  /**
   * Changes where it is, how it logs in and from where its login comes. A change of where it points voids every source of the
   * login: refused (`rule`) unless each is given again, or the new origin is confirmed as {@link modification} gave it.
   */
  modify(name: string, change: ConnectionChange, options?: ModifyOptions): Promise<ConnectionView>;
  /** The same, once the login of the changed connection is proved: nothing is written before that. */
  modifyChecked(
    name: string,
    change: ConnectionChange,
    options?: ModifyOptions & CallOptions,
  ): Promise<ConnectionView & { readonly check?: CheckResult }>;
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

/** Logins that rest in the credential store. */
export interface ConnectionLogins {
  /** The sensitive fields that a login of this connection takes. */
  fields(connection: string): Promise<readonly Field[]>;
  /**
   * Seals credentials (sensitive field → text, one trailing line break is taken off), and makes `stored` their source. Sealed
   * fields that are not given stay. Throws `usage` for a credential that does not fit its field, without any part of it.
   */
  login(connection: string, credentials: Credentials, options?: SealOptions): Promise<LoginView>;
  /** The same, once the manager has taken the login: what was sealed before stays where it does not. */
  loginChecked(
    connection: string,
    credentials: Credentials,
    options?: SealOptions & CallOptions,
  ): Promise<LoginView & { readonly check: CheckResult }>;
  /** Seals what the sources of these sensitive fields hold now, and makes `stored` their source. Throws as a login that reads them does. */
  adopt(connection: string, fields: readonly string[], options?: SealOptions & CallOptions): Promise<LoginView>;
  /** Deletes what is sealed. False where nothing was. The source stays `stored`, and fails until the next login. */
  logout(connection: string): Promise<boolean>;
  /** Who keeps the key of what is sealed, as a person writes it; undefined where nothing was ever sealed. Asks no keeper. */
  keeper(): Promise<string | undefined>;
  /** Where the login comes from. Asks no keeper and no manager. */
  status(connection: string): Promise<LoginView>;
  /**
   * The logins of all connections that end within a week and are renewed by nobody here, the next first. Asks the managers of
   * logins that can end so, for 5 s at most; what cannot be found out is left out.
   */
  endingSoon(options?: CallOptions): Promise<readonly LoginEnd[]>;
  /** Seals all logins anew for another keeper, all or nothing. Resolves with the names of their connections. */
  rewrap(keeper: string): Promise<readonly string[]>;
}

export interface Secrets {
  /** `dryRun`: everything is checked as else, the manager asked, and nothing saved. */
  create(input: NewSecret, options?: CallOptions & { readonly dryRun?: boolean }): Promise<SecretView>;
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

/** What is absent stays as it is. */
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
  /** Limits its runs; `null` takes a limit away. Refused (`usage`) for a time limit that is no whole number of seconds from 1 to 2,000,000. */
  limit(profile: string, limits: ProfileLimits): Promise<ProfileView>;
  /** Throws `unknown-name` for a recipe that does not exist here. */
  setJob(profile: string, job: Job): Promise<ProfileView>;
  /** How a program takes a setting; empty: not at all. Throws `delivery`, `rule`. */
  setDelivery(profile: string, setting: string, delivery: string): Promise<ProfileView>;
}

/** The recipes of real programs: those of the host, and of the packages that the settings list. */
export interface Recipes {
  list(): Promise<readonly RecipeView[]>;
  get(id: string): Promise<RecipeView>;
}

export interface SecretSuggestion {
  /** A free name of ours; absent where the manager's name gives none. */
  readonly name?: string;
  readonly type?: SecretType;
}

/** For interfaces that ask a person. Nothing is changed, and no manager is asked. */
export interface Assistance {
  /** Throws `usage` for what cannot be such a name, `rule` for one that is taken: before anything else is asked. */
  checkFree(kind: "connection" | "secret" | "profile", name: string): Promise<void>;
  /** The connections to choose from, by name. Loads no provider, as `Connections.list` does. */
  connections(): Promise<readonly Pick<ConnectionView, "name" | "provider">[]>;
  /** What is wrong with a text for a field of a connection, without the text; undefined where nothing is. */
  fieldProblem(field: Field, text: string): string | undefined;
  /** Every setting that a profile can have. */
  catalogue(): readonly CatalogueView[];
  /** The type that a key or a manager's name speaks of (`db/private_key`, `/login/user`), or undefined. */
  guessType(name: string): SecretType | undefined;
  /** What a new secret could be called and which type it seems to be, by its name in the manager and its key. */
  suggestSecret(remoteName: string, key?: string): Promise<SecretSuggestion>;
}
