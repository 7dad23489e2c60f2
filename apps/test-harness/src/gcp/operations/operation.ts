import type { FaultQueue } from "../faults.ts";
import type { RightsCheck } from "../rights.ts";
import { deniedRight } from "../rights.ts";
import type { SecretState, StoredSecret } from "../state.ts";

/** The project and the place that a store serves. */
export interface Place {
  readonly project: string;
  readonly projectNumber: string;
  readonly location: string | undefined;
}

export interface OperationContext {
  readonly place: Place;
  readonly state: SecretState;
  readonly rights: RightsCheck;
  readonly faults: FaultQueue;
  /** Entries of a page at most. */
  readonly paging: { list: number };
}

/** What a path names. */
export interface Target {
  readonly project: string;
  readonly location: string | undefined;
  readonly secret: string;
  readonly version: string;
  /** The resource's name as the caller wrote it. */
  readonly resource: string;
}

export type Operation = (target: Target, query: URLSearchParams, context: OperationContext) => unknown;

/** The prefix of every name in an answer: it has the project's number, whichever the caller wrote. */
export function parentName({ projectNumber, location }: Place): string {
  return `projects/${projectNumber}${location === undefined ? "" : `/locations/${location}`}`;
}

/** Throws PERMISSION_DENIED for a project of another, which the service does not tell from one that does not exist. */
export function checkRight(permission: string, target: Target, context: OperationContext): void {
  const { project, projectNumber, location } = context.place;
  const own = (target.project === project || target.project === projectNumber) && target.location === location;
  context.rights.check(permission, target.resource, target.secret);
  if (!own) throw deniedRight(permission, target.resource);
}

/** A secret without its value: https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets#Secret */
export function describe(secret: StoredSecret, place: Place): object {
  const { labels, annotations, expireTime } = secret.metadata;
  return {
    name: `${parentName(place)}/secrets/${secret.id}`,
    ...(place.location === undefined ? { replication: { automatic: {} } } : {}),
    createTime: secret.createTime,
    etag: `"${secret.versions.length}"`,
    ...(labels && { labels }),
    ...(annotations && { annotations }),
    ...(expireTime && { expireTime }),
    ...(secret.aliases.size === 0
      ? {}
      : { versionAliases: Object.fromEntries([...secret.aliases].map(([alias, number]) => [alias, String(number)])) }),
  };
}
