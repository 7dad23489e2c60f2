import { SECRET_TYPES } from "./model.ts";
import { ID_PATTERN, SETTING_PATTERN } from "./settings-schema.ts";

/** The JSON Schema (2020-12) of a file `profiles/ID.json`. */
export const profileSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:keyferry:schema:profile:1",
  title: "Keyferry profile",
  description: "The settings of one job.",
  type: "object",
  additionalProperties: false,
  required: ["schemaVersion", "name", "settings", "deliver"],
  properties: {
    $schema: { description: "Where an editor finds this schema. Kept as you write it.", type: "string" },
    schemaVersion: { description: "The version of this form.", const: 1 },
    name: {
      description: "Unique without regard to case. No slash, no control characters, no hyphen in front.",
      type: "string",
      minLength: 1,
      maxLength: 255,
    },
    settings: {
      description: "Setting ([SIDE/]GROUP.NAME) to a literal, or to the id of the secret that it uses.",
      type: "object",
      propertyNames: { pattern: SETTING_PATTERN },
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        minProperties: 1,
        maxProperties: 1,
        properties: {
          literal: { description: "Never of a password, a passphrase or a key.", type: "string" },
          secret: { description: "The id of a secret definition.", type: "string", pattern: ID_PATTERN },
        },
      },
    },
    job: {
      description: "What runs: a program, or a recipe with the person's own arguments.",
      type: "object",
      additionalProperties: false,
      required: ["args"],
      properties: {
        program: { type: "string", minLength: 1 },
        recipe: { description: "A recipe's id, in place of a program.", type: "string", pattern: ID_PATTERN },
        args: { type: "array", items: { type: "string" } },
        loginFailed: {
          description: "The exit codes by which the program says that a login failed.",
          type: "array",
          items: { type: "integer", minimum: 1, maximum: 255 },
        },
      },
    },
    deliver: {
      description: "Setting to the way that its value takes to the program, such as env:NAME.",
      type: "object",
      propertyNames: { pattern: SETTING_PATTERN },
      additionalProperties: { type: "string", minLength: 1 },
    },
    timeLimit: {
      description: "Whole seconds, after which the job is told to end.",
      type: "integer",
      minimum: 1,
      maximum: 2000000,
    },
    oneAtATime: { description: "A run is refused while another one of this profile is not over.", type: "boolean" },
    slots: {
      description:
        "Setting to what an imported profile wants there. The profile does not run while such a setting is empty.",
      type: "object",
      propertyNames: { pattern: SETTING_PATTERN },
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        required: ["secret", "type"],
        properties: {
          secret: { description: "The secret's name where the profile comes from.", type: "string", minLength: 1 },
          type: { description: "The type of secret that fits.", enum: SECRET_TYPES },
        },
      },
    },
  },
} as const;
