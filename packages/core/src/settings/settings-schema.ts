import { AUDIT_MODES, SECRET_TYPES } from "./model.ts";

/** Ids are keys of the files, and names of the profiles' files: lower case, so that no file system folds two into one. */
export const ID_PATTERN = "^[a-z0-9][a-z0-9-]{0,63}$";
/** A setting, `[SIDE/]GROUP.NAME`. */
export const SETTING_PATTERN = "^([a-z]+/)?[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$";

const NAME = {
  description: "Unique without regard to case. No slash, no control characters, no hyphen in front.",
  type: "string",
  minLength: 1,
  maxLength: 255,
} as const;

const FIELDS = {
  type: "object",
  propertyNames: { pattern: "^[A-Za-z][A-Za-z0-9]*$" },
  additionalProperties: { type: ["string", "number", "boolean"] },
} as const;

const CONNECTION = {
  description: "A connection to a secrets manager: no credential, only where each one comes from.",
  type: "object",
  additionalProperties: false,
  required: ["name", "provider", "fields", "auth", "confirmedOrigin"],
  properties: {
    name: NAME,
    provider: { description: "The provider's id.", type: "string", minLength: 1, maxLength: 255 },
    fields: { ...FIELDS, description: "The connection's fields, as the provider's page lists them." },
    auth: {
      description: "How the connection logs in.",
      type: "object",
      additionalProperties: false,
      required: ["method", "fields", "sources"],
      properties: {
        method: { description: "The auth method's id.", type: "string", minLength: 1 },
        fields: { ...FIELDS, description: "The method's fields that are not sensitive." },
        sources: {
          description: "Sensitive field to where its value comes from at run time, such as env:NAME or file:PATH.",
          type: "object",
          propertyNames: { pattern: "^[A-Za-z][A-Za-z0-9]*$" },
          additionalProperties: { type: "string", minLength: 1 },
        },
      },
    },
    confirmedOrigin: {
      ...FIELDS,
      description: "Where the login may go: the fields that point somewhere, as confirmed.",
    },
  },
} as const;

const SECRET = {
  description: "Which remote secret is meant, and what it is used as. Never a value.",
  type: "object",
  additionalProperties: false,
  required: ["name", "connection", "remoteName", "type"],
  properties: {
    name: NAME,
    connection: { description: "The id of a connection.", type: "string", pattern: ID_PATTERN },
    remoteName: { description: "The secret's canonical name in the manager.", type: "string", minLength: 1 },
    type: { description: "What the value is used as.", enum: SECRET_TYPES },
    key: { description: "A member's name, or a JSON Pointer if it starts with a slash.", type: "string", minLength: 1 },
    version: { description: "A pinned version or stage.", type: "string", minLength: 1 },
    description: { type: "string" },
    trimNewline: { description: "Takes one trailing line break off the value.", type: "boolean" },
  },
} as const;

/** The JSON Schema (2020-12) of `settings.json`. */
export const settingsSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:keyferry:schema:settings:1",
  title: "Keyferry settings",
  description: "Connections and secret definitions of one user, or of a machine.",
  type: "object",
  additionalProperties: false,
  required: ["schemaVersion", "revision", "plugins", "connections", "secrets"],
  properties: {
    $schema: { description: "Where an editor finds this schema. Kept as you write it.", type: "string" },
    schemaVersion: { description: "The version of this form.", const: 1 },
    revision: { description: "Grows by one with each change of any file in the folder.", type: "integer", minimum: 0 },
    plugins: {
      description: "Provider packages beyond those that connections name by their short names.",
      type: "array",
      items: { type: "string", minLength: 1 },
    },
    audit: {
      description:
        "Whether a run that cannot be written into the audit is refused, goes on with a warning, or is not audited.",
      enum: AUDIT_MODES,
    },
    connections: {
      description: "Connections by id.",
      type: "object",
      propertyNames: { pattern: ID_PATTERN },
      additionalProperties: CONNECTION,
    },
    secrets: {
      description: "Secret definitions by id.",
      type: "object",
      propertyNames: { pattern: ID_PATTERN },
      additionalProperties: SECRET,
    },
  },
} as const;
