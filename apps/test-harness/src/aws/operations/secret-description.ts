import type { StoredSecret } from "../state.ts";
import type { JsonObject } from "./operation.ts";

/** What is known of a secret without its value. Versions that have lost all their stages are not named, as at the vendor. */
export function secretDescription(secret: StoredSecret): JsonObject {
  const staged = secret.versions.filter((version) => version.stages.size > 0);
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description === undefined ? {} : { Description: secret.description }),
    LastChangedDate: secret.lastChangedDate,
    CreatedDate: secret.createdDate,
    ...(secret.deletedDate === undefined ? {} : { DeletedDate: secret.deletedDate }),
    VersionIdsToStages: Object.fromEntries(staged.map((version) => [version.id, [...version.stages]])),
  };
}
