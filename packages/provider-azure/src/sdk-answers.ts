import type { SecretEntry, SecretValue } from "./api.ts";
import { asRecord, textOf } from "./json-record.ts";

function date(value: unknown): Date | undefined {
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value : undefined;
}

function tags(value: unknown): Readonly<Record<string, string>> | undefined {
  const record = asRecord(value);
  if (record === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, text]) => (typeof text === "string" ? [[name, text]] : [])),
  );
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is missing: our types have no members that are there and undefined. */
function given<T extends object>(members: T): Given<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>;
}

/** The properties of a secret. The SDK passes on whatever JSON came; what does not fit counts as missing. */
export function toEntry(properties: object): SecretEntry {
  const sdk = asRecord(properties) ?? {};
  return given({
    name: textOf(sdk, "name"),
    version: textOf(sdk, "version"),
    contentType: textOf(sdk, "contentType"),
    tags: tags(sdk.tags),
    enabled: typeof sdk.enabled === "boolean" ? sdk.enabled : undefined,
    createdAt: date(sdk.createdOn),
    updatedAt: date(sdk.updatedOn),
    notBefore: date(sdk.notBefore),
    expiresAt: date(sdk.expiresOn),
  });
}

export function toValue(secret: { readonly value?: unknown; readonly properties: object }): SecretValue {
  const { value } = secret;
  return { ...toEntry(secret.properties), ...(typeof value === "string" ? { text: value } : {}) };
}
