/** What a field of a connection may hold. Sensitive fields are always text, and never rest in the settings. */
export type FieldValue = string | number | boolean;

/** One choice of a field, with the text that a person sees. */
export interface FieldChoice {
  readonly value: string;
  readonly label?: string;
}

/** The field applies only if another field of the connection has one of these values. */
export interface FieldCondition {
  readonly field: string;
  readonly oneOf: readonly FieldValue[];
}

/**
 * One field of a connection or of an auth method. Prompts, validation, help, docs and redaction are derived from it.
 */
export interface Field {
  /** camelCase, unique within the connection's fields and those of any one auth method. */
  readonly name: string;
  readonly type: "text" | "number" | "boolean";
  readonly label: string;
  readonly description: string;
  readonly required?: boolean;
  /** Values to offer. Others are refused, unless `freeEntry`. */
  readonly choices?: readonly FieldChoice[];
  readonly freeEntry?: boolean;
  readonly default?: FieldValue;
  /** A realistic value for prompts and docs. Never of a sensitive field. */
  readonly example?: string;
  /** A regular expression (no flags, anchored by the host) that the text must match. */
  readonly pattern?: string;
  /** The value is a credential: it comes from a source at run time and is always redacted. */
  readonly sensitive?: boolean;
  /**
   * The value may contain line breaks, spaces and any character, as a PEM or JSON document or a free-form password
   * does. Without this, a credential must be visible ASCII, so that a stray line break is found here and not by the
   * manager.
   */
  readonly multiline?: boolean;
  /** The field says where credentials are sent. The host computes the connection's origin from these fields only. */
  readonly pointsTo?: boolean;
  /** Names a field that is declared before this one and is not sensitive. */
  readonly when?: FieldCondition;
}

/** One way to log in to the manager. */
export interface AuthMethod {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly fields: readonly Field[];
  /**
   * Present if the login comes from the machine's surroundings, not from the connection: the variables and files that
   * it reads.
   */
  readonly ambient?: { readonly variables: readonly string[]; readonly files: readonly string[] };
  /**
   * The credential expires at a time that `check` reports as `expiresAt`, and Keyferry does not renew it. Each run asks
   * for that time, and warns when it is near.
   */
  readonly ends?: boolean;
}

/** What a provider can do, as data: the host asks for nothing else, and the conformance suite proves each claim. */
export interface Capabilities {
  /** The largest number of addresses in one `fetch`; 1 if the manager has no batch call. */
  readonly maxBatch: number;
  /** Whether a batch may contain pinned versions. If not, the host asks for those one at a time. */
  readonly batchVersions: boolean;
  /** Whether `session.describe` exists. */
  readonly describe: boolean;
  /** Whether an address may pin a version. */
  readonly versions: boolean;
  /** Whether the manager answers "denied" for a missing secret, so that the two cannot be told apart. */
  readonly masksMissing: boolean;
  /** The largest number of simultaneous calls on one session, if the manager wants fewer than the host's limit. */
  readonly maxConcurrency?: number;
}

/** The plugin's description of itself. It is only data: reading it runs no code. */
export interface Manifest {
  /** The version of the contract that the plugin follows. */
  readonly apiVersion: 1;
  /** Lower case, digits and hyphens; the name that a connection uses. Equals the marker in package.json. */
  readonly id: string;
  readonly displayName: string;
  readonly docsUrl: string;
  readonly fields: readonly Field[];
  /** At least one; the first is offered first. */
  readonly auth: readonly AuthMethod[];
  readonly capabilities: Capabilities;
  /** The platforms (as `process.platform` names them) where the provider works; everywhere, if absent. */
  readonly platforms?: readonly string[];
}
