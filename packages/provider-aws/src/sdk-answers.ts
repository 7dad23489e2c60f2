import type { BatchAnswer, BatchRefusal, ListAnswer, SecretEntry, SecretValue } from "./api.ts";

/**
 * The members that we read of the SDK's answers. The SDK's types promise texts and dates, but it passes on whatever
 * JSON came, so that each is looked at before it is believed; what does not fit counts as missing.
 */
interface Answer {
  readonly [member: string]: unknown;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function date(value: unknown): Date | undefined {
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value : undefined;
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
export function toEntry(answer: object): SecretEntry {
  const sdk = answer as Answer;
  return given({
    arn: text(sdk.ARN),
    name: text(sdk.Name),
    description: text(sdk.Description),
    // A secret that was never changed has no date of a change.
    changedAt: date(sdk.LastChangedDate) ?? date(sdk.CreatedDate),
    stages: stages(sdk.VersionIdsToStages ?? sdk.SecretVersionsToStages),
  });
}

export function toValue(answer: object): SecretValue {
  const sdk = answer as Answer;
  return given({
    arn: text(sdk.ARN),
    name: text(sdk.Name),
    versionId: text(sdk.VersionId),
    versionStages: texts(sdk.VersionStages),
    text: text(sdk.SecretString),
    bytes: sdk.SecretBinary instanceof Uint8Array ? sdk.SecretBinary : undefined,
  });
}

function toRefusal(sdk: Answer): BatchRefusal {
  return given({ secretId: text(sdk.SecretId), code: text(sdk.ErrorCode), message: text(sdk.Message) });
}

export function toBatchAnswer(answer: object): BatchAnswer {
  const sdk = answer as Answer;
  return {
    values: (answers(sdk.SecretValues) ?? []).map(toValue),
    refusals: (answers(sdk.Errors) ?? []).map(toRefusal),
    ...given({ next: text(sdk.NextToken) }),
  };
}

/** `undefined` where the answer holds no list at all. */
export function toListAnswer(answer: object): ListAnswer | undefined {
  const sdk = answer as Answer;
  const list = answers(sdk.SecretList);
  return list === undefined ? undefined : { entries: list.map(toEntry), ...given({ next: text(sdk.NextToken) }) };
}
