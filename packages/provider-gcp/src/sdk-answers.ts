import type { ListAnswer, SecretEntry, SecretValue } from "./api.ts";
import { asRecord, type JsonRecord, textOf } from "./json-record.ts";

/** A protobuf Timestamp: the SDK writes long numbers as text. */
function date(value: unknown): Date | undefined {
  const record = asRecord(value);
  if (record === undefined) return undefined;
  const at = new Date(Number(record.seconds) * 1000 + Math.trunc(Number(record.nanos ?? 0) / 1e6));
  return Number.isNaN(at.getTime()) ? undefined : at;
}

function texts(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(asRecord(value) ?? {}).filter(([, text]) => typeof text === "string");
  return Object.fromEntries(entries) as Record<string, string>;
}

export function toEntry(answer: unknown): SecretEntry {
  const sdk: JsonRecord = asRecord(answer) ?? {};
  const name = textOf(sdk, "name");
  const createdAt = date(sdk.createTime);
  const expiresAt = date(sdk.expireTime);
  return {
    labels: texts(sdk.labels),
    annotations: texts(sdk.annotations),
    aliases: texts(sdk.versionAliases),
    ...(name === undefined ? {} : { name }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

export function toValue(answer: unknown): SecretValue {
  const sdk = asRecord(answer);
  const payload = asRecord(sdk?.payload);
  const name = textOf(sdk, "name");
  const checksum = textOf(payload, "dataCrc32c");
  return {
    ...(name === undefined ? {} : { name }),
    ...(payload?.data instanceof Uint8Array ? { bytes: new Uint8Array(payload.data) } : {}),
    ...(checksum === undefined ? {} : { checksum }),
  };
}

export function toListAnswer(secrets: unknown, answer: unknown): ListAnswer {
  const next = textOf(asRecord(answer), "nextPageToken");
  return { entries: Array.isArray(secrets) ? secrets.map(toEntry) : [], ...(next === undefined ? {} : { next }) };
}
