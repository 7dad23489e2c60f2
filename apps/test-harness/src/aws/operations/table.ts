import { batchGetSecretValue } from "./batch-get-secret-value.ts";
import { describeSecret } from "./describe-secret.ts";
import { getSecretValue } from "./get-secret-value.ts";
import { listSecrets } from "./list-secrets.ts";
import type { Operation } from "./operation.ts";

/** The operations that this store answers: reads only. */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ["GetSecretValue", getSecretValue],
  ["BatchGetSecretValue", batchGetSecretValue],
  ["ListSecrets", listSecrets],
  ["DescribeSecret", describeSecret],
]);

/**
 * The operations that change something, all of them denied:
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html
 */
export const writeOperations: ReadonlySet<string> = new Set([
  "CancelRotateSecret",
  "CreateSecret",
  "DeleteResourcePolicy",
  "DeleteSecret",
  "PutResourcePolicy",
  "PutSecretValue",
  "RemoveRegionsFromReplication",
  "ReplicateSecretToRegions",
  "RestoreSecret",
  "RotateSecret",
  "StopReplicationToReplica",
  "TagResource",
  "UntagResource",
  "UpdateSecret",
  "UpdateSecretVersionStage",
]);
