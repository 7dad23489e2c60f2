import type { BatchAnswer, BatchRefusal, ListAnswer, SecretEntry, SecretValue } from "./api.ts";

/** The members of one of AWS's answers: whatever JSON came. Each is looked at before it is believed; what does not fit counts as missing. */
export interface Answer {
  readonly [member: string]: unknown;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** AWS's JSON writes an instant as seconds since the epoch (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html). */
function date(value: unknown): Date | undefined {
  const read = typeof value === "number" ? new Date(Math.round(value * 1000)) : undefined;
  return read === undefined || Number.isNaN(read.getTime()) ? undefined : read;
}

/** And bytes as base64. Node would read past what is not: such a value is damaged. */
function bytes(value: unknown): Uint8Array | undefined {
  const whole = typeof value === "string" && value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
  return whole ? new Uint8Array(Buffer.from(value, "base64")) : undefined;
}

function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === "string") ? value : undefined;
}

function answers(value: unknown): readonly Answer[] | undefined {
  return Array.isArray(value) ? value.filter((one) => typeof one === "object" && one !== null) : undefined;
}

function stages(value: unknown): Readonly<Record<string, readonly string[]>> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.fromEntries(Object.entries(value).map(([id, labels]) => [id, texts(labels) ?? []]));
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is missing: our types have no members that are there and undefined. */
function given<T extends object>(members: T): Given<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>;
}

/** A secret of `ListSecrets` or `DescribeSecret`; the two call its versions differently. */
export function toEntry(answer: Answer): SecretEntry {
  return given({
    arn: text(answer.ARN),
    name: text(answer.Name),
    description: text(answer.Description),
    // A secret that was never changed has no date of a change.
    changedAt: date(answer.LastChangedDate) ?? date(answer.CreatedDate),
    stages: stages(answer.VersionIdsToStages ?? answer.SecretVersionsToStages),
  });
}

export function toValue(answer: Answer): SecretValue {
  return given({
    arn: text(answer.ARN),
    name: text(answer.Name),
    versionId: text(answer.VersionId),
    versionStages: texts(answer.VersionStages),
    text: text(answer.SecretString),
    bytes: bytes(answer.SecretBinary),
  });
}

function toRefusal(answer: Answer): BatchRefusal {
  return given({ secretId: text(answer.SecretId), code: text(answer.ErrorCode), message: text(answer.Message) });
}

export function toBatchAnswer(answer: Answer): BatchAnswer {
  return {
    values: (answers(answer.SecretValues) ?? []).map(toValue),
    refusals: (answers(answer.Errors) ?? []).map(toRefusal),
    ...given({ next: text(answer.NextToken) }),
  };
}

/** `undefined` where the answer holds no list at all. */
export function toListAnswer(answer: Answer): ListAnswer | undefined {
  const list = answers(answer.SecretList);
  return list === undefined ? undefined : { entries: list.map(toEntry), ...given({ next: text(answer.NextToken) }) };
}
