import { matchesAll, readFilters } from "./filters.ts";
import { integerMember } from "./input.ts";
import type { Operation } from "./operation.ts";
import { cutPage } from "./pages.ts";
import { secretDescription } from "./secret-description.ts";

/**
 * Leaves out secrets that are marked for deletion, unless they are asked for. Entries come in the order in which the secrets were made.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
 */
export const listSecrets: Operation = (input, context) => {
  const size = Math.min(integerMember(input, "MaxResults", 100) ?? 100, context.paging.list);
  const filters = readFilters(input) ?? [];
  context.rights.check(context.who, "secretsmanager:ListSecrets");
  const wanted = context.state
    .all()
    .filter(
      (secret) =>
        (secret.deletedDate === undefined || input.IncludePlannedDeletion === true) && matchesAll(secret, filters),
    );
  if (input.SortOrder === "desc") wanted.reverse();
  const page = cutPage(wanted, size, input, "ListSecrets", context.faults);
  return {
    SecretList: page.items.map((secret) => {
      const { VersionIdsToStages: versions, ...rest } = secretDescription(secret);
      return { ...rest, SecretVersionsToStages: versions };
    }),
    ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
  };
};
