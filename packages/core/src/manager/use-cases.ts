import type { FieldValue, Manifest } from "../contract/manifest.ts";
import type { CheckResult, RemoteSecret } from "../contract/session.ts";
import type { ProgramJob, SecretType } from "../settings/model.ts";
import type {
  CatalogueView,
  ConnectionView,
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

/** The rules and use-cases of providers. Names no package by itself: it lists what the host offers and what the settings name. */
export interface Providers {
  list(): Promise<readonly ProviderView[]>;
  /** Loads the plugin (id, or package's name) and gives its description of itself: for prompts and help. Throws `plugin`. */
  manifest(provider: string): Promise<Manifest>;
}

export interface Connections {
  create(input: NewConnection): Promise<ConnectionView>;
  /** The same, and proves the login: a connection that fails the check is not kept, and the check's error is thrown. */
  createChecked(input: NewConnection, options?: CallOptions): Promise<ConnectionView & { readonly check: CheckResult }>;
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
  /** `dryRun`: everything is checked as else, the manager asked, and nothing saved. */
  create(input: NewSecret, options?: CallOptions & { readonly dryRun?: boolean }): Promise<SecretView>;
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
  setJob(profile: string, job: ProgramJob): Promise<ProfileView>;
  setDelivery(profile: string, setting: string, delivery: string): Promise<ProfileView>;
}

export interface Policies {
  /** The least rights for listing, and for reading the secrets that a profile uses: one view for each connection. Asks no manager. */
  ofProfile(name: string): Promise<readonly PolicyView[]>;
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
  /** Every setting that a profile can have. */
  catalogue(): readonly CatalogueView[];
  /** The type that a key or a manager's name speaks of (`db/private_key`, `/login/user`), or undefined. */
  guessType(name: string): SecretType | undefined;
  /** What a new secret could be called and which type it seems to be, by its name in the manager and its key. */
  suggestSecret(remoteName: string, key?: string): Promise<SecretSuggestion>;
}

/** One thing that the doctor looked at. */
export interface Finding {
  /** `settings`, `plugins`, `keeper`, `clock` …; an interface adds its own. */
  readonly area: string;
  /** An error keeps jobs from running as they should; a warning is worth a look. */
  readonly level: "ok" | "warning" | "error";
  readonly message: string;
  /** What to do about it. */
  readonly remedy?: string;
}

export interface Doctor {
  /** What a run depends on besides the managers. Asks none of them, and changes nothing. Broken settings are a finding, too. */
  examine(): Promise<readonly Finding[]>;
}
