import type { SealedFor } from "@keyferry/core";
import type { Sealed } from "./cipher.ts";

/** The file's name, beside `settings.json`. */
export const SEALED_FILE = "credentials.sealed.json";

/** The keeper of the key, and the key itself, wrapped with what the keeper gives. */
export interface KeeperRecord {
  readonly kind: string;
  /** Random, new with each key. */
  readonly keyId: string;
  readonly wrapped: Sealed;
  /** What the keeper needs to find its part again: a path, a name, a salt. Never a key. */
  readonly with: Readonly<Record<string, string>>;
}

/**
 * One connection's login. Everything but `nonce` and `sealed` is for people to read: what is binding is sealed, or in
 * the settings.
 */
export interface SealedLogin extends Sealed {
  readonly provider: string;
  readonly origin: SealedFor["origin"];
  readonly fields: readonly string[];
  readonly sealedAt: string;
  readonly expiresAt?: string;
}

export interface SealedFile {
  readonly $schema?: string;
  readonly schemaVersion: 1;
  readonly revision: number;
  readonly keeper: KeeperRecord;
  readonly logins: Readonly<Record<string, SealedLogin>>;
}

const BASE64 = { type: "string", pattern: "^[A-Za-z0-9+/]*={0,2}$" } as const;
const TIME = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$" } as const;

/** The JSON Schema (2020-12) of `credentials.sealed.json`. */
export const sealedFileSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Keyferry sealed logins",
  description: "Logins of connections, sealed with AES-256-GCM. The key is wrapped by what one named keeper holds.",
  type: "object",
  additionalProperties: false,
  required: ["schemaVersion", "revision", "keeper", "logins"],
  properties: {
    $schema: { type: "string" },
    schemaVersion: { description: "The version of this form.", const: 1 },
    revision: { description: "Grows by one with each change.", type: "integer", minimum: 0 },
    keeper: {
      description: "Who keeps the key.",
      type: "object",
      additionalProperties: false,
      required: ["kind", "keyId", "wrapped", "with"],
      properties: {
        kind: { description: "The keeper's kind.", type: "string", minLength: 1 },
        keyId: { description: "The key's id.", type: "string", pattern: "^[0-9a-f]{32}$" },
        wrapped: {
          description: "The key, wrapped.",
          type: "object",
          additionalProperties: false,
          required: ["nonce", "sealed"],
          properties: { nonce: BASE64, sealed: BASE64 },
        },
        with: {
          description: "What the keeper needs to find its part again.",
          type: "object",
          additionalProperties: { type: "string" },
        },
      },
    },
    logins: {
      description: "Logins by the id of their connection.",
      type: "object",
      propertyNames: { pattern: "^[a-z0-9][a-z0-9-]{0,63}$" },
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        required: ["provider", "origin", "fields", "sealedAt", "nonce", "sealed"],
        properties: {
          provider: { description: "The provider's id.", type: "string" },
          origin: {
            description: "Where the login may go.",
            type: "object",
            additionalProperties: { type: ["string", "number", "boolean"] },
          },
          fields: { description: "The names of the sealed fields.", type: "array", items: { type: "string" } },
          sealedAt: TIME,
          expiresAt: TIME,
          nonce: BASE64,
          sealed: BASE64,
        },
      },
    },
  },
} as const;
