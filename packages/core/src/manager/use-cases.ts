import type { FieldValue, Manifest } from "../contract/manifest.ts";
import type { CheckResult, RemoteSecret } from "../contract/session.ts";
import type { Job, SecretType } from "../settings/model.ts";
import type {
  CatalogueView,
  ConnectionView,
  PolicyView,
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
  /** Proves the login without reading a value. */
  check(name: string, options?: CallOptions): Promise<CheckResult>;
  /** The manager's secrets, page by page as they come, filtered by a part of the name. */
  names(name: string, options?: CallOptions & { readonly filter?: string }): AsyncIterable<RemoteSecret>;
}

export interface Secrets {
  create(input: NewSecret, options?: CallOptions): Promise<SecretView>;
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
    readonly job?: Job;
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
  /** Throws `unknown-name` for a recipe that does not exist here. */
  setJob(profile: string, job: Job): Promise<ProfileView>;
  setDelivery(profile: string, setting: string, delivery: string): Promise<ProfileView>;
}

/** The recipes of real programs: those of the host, and of the packages that the settings list. */
export interface Recipes {
  list(): Promise<readonly RecipeView[]>;
  get(id: string): Promise<RecipeView>;
}

export interface Policies {
  /** The least rights for listing, and for reading the secrets that a profile uses: one view for each connection. Asks no manager. */
  ofProfile(name: string): Promise<readonly PolicyView[]>;
}
