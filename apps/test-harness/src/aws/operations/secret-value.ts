import { Refusal } from "../refusal.ts";
import type { SecretVersion, StoredSecret } from "../state.ts";
import type { JsonObject } from "./operation.ts";

/**
 * The members that GetSecretValue and each entry of BatchGetSecretValue share:
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_SecretValueEntry.html
 */
export function secretValue(secret: StoredSecret, versionId?: string, stage?: string): JsonObject {
  if (secret.deletedDate !== undefined) {
    const why = "You can't perform this operation on the secret because it was marked for deletion.";
    throw new Refusal("InvalidRequestException", why);
  }
  const version = findVersion(secret, versionId, stage);
  const { content } = version;
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    ...("text" in content
      ? { SecretString: content.text }
      : { SecretBinary: Buffer.from(content.bytes).toString("base64") }),
    VersionStages: [...version.stages],
    CreatedDate: version.createdDate,
  };
}

/** Without an id or a stage it is AWSCURRENT that is meant; with both, they must name one version. */
function findVersion(secret: StoredSecret, id: string | undefined, stage: string | undefined): SecretVersion {
  const missing = (what: string): Refusal =>
    new Refusal("ResourceNotFoundException", `Secrets Manager can't find the specified secret value for ${what}`);
  if (id === undefined) {
    const wanted = stage ?? "AWSCURRENT";
    const version = secret.versions.find(({ stages }) => stages.has(wanted));
    if (!version) throw missing(`staging label: ${wanted}`);
    return version;
  }
  const version = secret.versions.find((candidate) => candidate.id === id);
  if (!version) throw missing(`VersionId: ${id}`);
  if (stage !== undefined && !version.stages.has(stage)) {
    const why = "You provided a VersionStage that is not associated to the provided VersionId.";
    throw new Refusal("InvalidRequestException", why);
  }
  return version;
}
