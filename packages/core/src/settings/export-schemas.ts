import { SECRET_TYPES } from "./model.ts";
import { SETTING_PATTERN } from "./settings-schema.ts";

const DRAFT = "https://json-schema.org/draft/2020-12/schema";
const NAME = { type: "string", minLength: 1, maxLength: 255 } as const;
const FIELDS = {
  type: "object",
  propertyNames: { pattern: "^[A-Za-z][A-Za-z0-9]*$" },
  additionalProperties: { type: ["string", "number", "boolean"] },
} as const;

/** The JSON Schema (2020-12) of an exported profile. */
export const profileExportSchema = {
  $schema: DRAFT,
  $id: "urn:keyferry:schema:profile-export:1",
  title: "Keyferry profile for others",
  description: "A profile without access to anything: of its secrets, the names.",
  type: "object",
  additionalProperties: false,
  required: ["keyferry", "schemaVersion", "name", "settings", "deliver"],
  properties: {
    $schema: { type: "string" },
    keyferry: { description: "What this file is.", const: "profile-export" },
    schemaVersion: { description: "The version of this form.", const: 1 },
    name: { ...NAME, description: "The profile's name where it comes from." },
    settings: {
      description: "Setting ([SIDE/]GROUP.NAME) to a literal, or to a slot for a secret of whoever imports it.",
      type: "object",
      propertyNames: { pattern: SETTING_PATTERN },
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        minProperties: 1,
        maxProperties: 1,
        properties: {
          literal: { description: "Never of a password, a passphrase or a key.", type: "string" },
          slot: {
            description: "A place for a secret, unbound after the import.",
            type: "object",
            additionalProperties: false,
            required: ["secret", "type"],
            properties: {
              secret: { ...NAME, description: "The secret's name where the profile comes from." },
              type: { description: "The type of secret that fits.", enum: SECRET_TYPES },
            },
          },
        },
      },
    },
    job: {
      description: "What runs, a program or a recipe. An import leaves it out unless it is told to take it.",
      type: "object",
      additionalProperties: false,
      required: ["args"],
      minProperties: 2,
      maxProperties: 2,
      properties: {
        program: { type: "string", minLength: 1 },
        recipe: { type: "string", minLength: 1 },
        args: { type: "array", items: { type: "string" } },
      },
    },
    deliver: {
      description: "Setting to the way that its value takes to the program, such as env:NAME.",
      type: "object",
      propertyNames: { pattern: SETTING_PATTERN },
      additionalProperties: { type: "string", minLength: 1 },
    },
  },
} as const;

/** The JSON Schema (2020-12) of an exported connection. */
export const connectionExportSchema = {
  $schema: DRAFT,
  $id: "urn:keyferry:schema:connection-export:1",
  title: "Keyferry connection for others",
  description: "A connection and the definitions of its secrets: no credential, and no source of one.",
  type: "object",
  additionalProperties: false,
  required: ["keyferry", "schemaVersion", "connection", "secrets"],
  properties: {
    $schema: { type: "string" },
    keyferry: { description: "What this file is.", const: "connection-export" },
    schemaVersion: { description: "The version of this form.", const: 1 },
    connection: {
      description: "The connection.",
      type: "object",
      additionalProperties: false,
      required: ["name", "provider", "fields", "auth"],
      properties: {
        name: { ...NAME, description: "The connection's name where it comes from." },
        provider: {
          description: "The provider's id, never a package.",
          type: "string",
          pattern: "^[a-z0-9][a-z0-9-]{0,63}$",
        },
        fields: { ...FIELDS, description: "The connection's fields, as the provider's page lists them." },
        auth: {
          description: "How the connection logs in.",
          type: "object",
          additionalProperties: false,
          required: ["method", "fields"],
          properties: {
            method: { description: "The auth method's id.", type: "string", minLength: 1 },
            fields: { ...FIELDS, description: "The method's fields that are not sensitive." },
          },
        },
      },
    },
    secrets: {
      description: "The definitions of the connection's secrets.",
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name", "remoteName", "type"],
        properties: {
          name: { ...NAME, description: "Our own name for the secret." },
          remoteName: { description: "The secret's name in the manager.", type: "string", minLength: 1 },
          type: { description: "What the value is used as.", enum: SECRET_TYPES },
          key: { description: "A member's name, or a JSON Pointer.", type: "string", minLength: 1 },
          version: { description: "A pinned version or stage.", type: "string", minLength: 1 },
          description: { type: "string" },
          trimNewline: { description: "Takes one trailing line break off the value.", type: "boolean" },
        },
      },
    },
  },
} as const;
