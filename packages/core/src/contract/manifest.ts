/** What a field of a connection may hold. Sensitive fields are always text, and never rest in the settings. */
export type FieldValue = string | number | boolean;

/** One choice of a field, with the text that a person sees. */
export interface FieldChoice {
  readonly value: string;
  readonly label?: string;
}

/** The field applies only where another field of the connection has one of these values. */
export interface FieldCondition {
  readonly field: string;
  readonly oneOf: readonly FieldValue[];
}

/** One field of a connection or of an auth method: prompts, validation, help, docs and redaction come from it. */
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
   * The value may hold line breaks, spaces and any character, such as a PEM or JSON document or a free password. Without
   * it a credential must be visible ASCII, so that a stray line break is found here and not on the wire.
   */
  readonly multiline?: boolean;
  /** The field says where credentials are sent. The host computes the connection's origin from these alone. */
  readonly pointsTo?: boolean;
  /** Names a field that is declared before this one, and is not sensitive. */
  readonly when?: FieldCondition;
}

/** One way to log in to the manager. */
export interface AuthMethod {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly fields: readonly Field[];
  /** Present where nothing of the login is in the connection: the variables and files that such a login reads. */
  readonly ambient?: { readonly variables: readonly string[]; readonly files: readonly string[] };
  /**
   * The credential is given as it is, ends at a time that `check` tells as `expiresAt`, and is renewed by nobody here. Each run
   * asks for that time, and says when it is near.
   */
  readonly ends?: boolean;
}

/** What a provider can do, as data: the host asks for nothing else, and the conformance suite proves each claim. */
export interface Capabilities {
  /** The most addresses that one `fetch` may name; 1 where the manager has no batch call. */
  readonly maxBatch: number;
  /** Whether a batch may name pinned versions. If not, the host asks for those one at a time. */
  readonly batchVersions: boolean;
  /** Whether `session.describe` exists. */
  readonly describe: boolean;
  /** Whether an address may pin a version. */
  readonly versions: boolean;
  /** Whether the manager answers "denied" for a missing secret, so that the two cannot be told apart. */
  readonly masksMissing: boolean;
  /** The most calls at once on one session, where the manager wants fewer than the host's limit. */
  readonly maxConcurrency?: number;
}

/** The plugin's description of itself. Data alone: reading it runs nothing. */
export interface Manifest {
  /** The contract that the plugin speaks. */
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
