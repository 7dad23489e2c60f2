import type { FieldValue } from "../contract/manifest.ts";

/** What a secret is used as. An SSE-C key of a cloud is a `password`. */
export const SECRET_TYPES = ["username", "password", "private-key"] as const;
export type SecretType = (typeof SECRET_TYPES)[number];

/** A connection as the settings hold it: no credential, only where each one comes from. */
export interface ConnectionDefinition {
  readonly name: string;
  readonly provider: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly auth: {
    readonly method: string;
    readonly fields: Readonly<Record<string, FieldValue>>;
    /** Sensitive field → where its value comes from at run time: `env:NAME`, `file:PATH`. */
    readonly sources: Readonly<Record<string, string>>;
  };
  /** The origin for which the login was confirmed: the `pointsTo` fields and their values. */
  readonly confirmedOrigin: Readonly<Record<string, FieldValue>>;
}

/** Which remote secret is meant, and what it is used as. Never a value. */
export interface SecretDefinition {
  readonly name: string;
  /** The id of a connection. */
  readonly connection: string;
  /** Canonical, as the provider's `address()` gave it. Cannot be changed. */
  readonly remoteName: string;
  readonly type: SecretType;
  /** A member's name, or a JSON Pointer if it starts with `/`. */
  readonly key?: string;
  readonly version?: string;
  readonly description?: string;
  /** Takes one trailing line break off the value. */
  readonly trimNewline?: boolean;
}

/** A setting of a profile: a literal, or the use of a secret by its id. */
export type SettingValue = { readonly literal: string } | { readonly secret: string };

/** What an imported profile needs in a setting: the name that its author gave the secret, and the secret's type. */
export interface Slot {
  readonly secret: string;
  readonly type: SecretType;
}

/** The program that a profile runs. */
export interface ProgramJob {
  readonly program: string;
  readonly args: readonly string[];
  /**
   * The exit codes by which the program reports a failed login: the run is then repeated once, if a newer version
   * exists.
   */
  readonly loginFailed?: readonly number[];
}

/** A job that a recipe makes, with the person's own arguments. */
export interface RecipeJob {
  /** The recipe's id. */
  readonly recipe: string;
  readonly args: readonly string[];
}

export type Job = ProgramJob | RecipeJob;

/** The settings of one job. */
export interface ProfileDefinition {
  readonly name: string;
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly job?: Job;
  /** Setting → delivery, as a person writes it. */
  readonly deliver: Readonly<Record<string, string>>;
  /** Whole seconds, after which the job is told to end. */
  readonly timeLimit?: number;
  /** A run is refused while another one of this profile is not over. */
  readonly oneAtATime?: boolean;
  /** Setting → what an import wants there. Unbound until the setting has a value; such a profile does not run. */
  readonly slots?: Readonly<Record<string, Slot>>;
}

/**
 * What happens if a run cannot be recorded in the audit: it is refused, or goes on with a warning, or there is no audit
 * at all.
 */
export const AUDIT_MODES = ["required", "best-effort", "off"] as const;
export type AuditMode = (typeof AUDIT_MODES)[number];

/** The file `settings.json`. Ids are keys: names change, ids do not. */
export interface SettingsFile {
  readonly $schema?: string;
  readonly schemaVersion: number;
  /** Grows by one with each change of any file in the folder. */
  readonly revision: number;
  readonly plugins: readonly string[];
  readonly audit?: AuditMode;
  readonly connections: Readonly<Record<string, ConnectionDefinition>>;
  readonly secrets: Readonly<Record<string, SecretDefinition>>;
}

/** A file `profiles/ID.json`. */
export interface ProfileFile extends ProfileDefinition {
  readonly $schema?: string;
  readonly schemaVersion: number;
}

/** Everything in the settings' folder and in the machine's file below it, as one consistent reading. */
export interface Settings {
  readonly revision: number;
  readonly plugins: readonly string[];
  /** `required` where absent. */
  readonly audit?: AuditMode;
  readonly connections: ReadonlyMap<string, ConnectionDefinition>;
  readonly secrets: ReadonlyMap<string, SecretDefinition>;
  readonly profiles: ReadonlyMap<string, ProfileDefinition>;
  /** Ids that come from the machine's file, which commands do not change. */
  readonly readOnly: ReadonlySet<string>;
}
