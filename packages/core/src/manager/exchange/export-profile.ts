import { KeyferryError } from "../../contract/failure.ts";
import { argument } from "../../settings/argument.ts";
import type { CatalogueEntry } from "../../settings/catalogue-entries.ts";
import { formatFile } from "../../settings/change.ts";
import { profileExportSchema } from "../../settings/export-schemas.ts";
import type { ProfileDefinition, SecretDefinition } from "../../settings/model.ts";
import { quote } from "../../settings/quote.ts";
import { isPlainLiteral } from "../profile-view.ts";
import type { ProfileExport } from "./read-export.ts";

/**
 * A profile as a file for others. Members are copied one by one: whatever is not named here does not leave the machine. A
 * literal that may be a password is refused (`rule`), in case somebody wrote one into the file by hand.
 */
export function exportProfile(
  profile: ProfileDefinition,
  secrets: ReadonlyMap<string, SecretDefinition>,
  own: readonly CatalogueEntry[],
): string {
  const { name, job, deliver, slots = {} } = profile;
  const settings: Record<string, ProfileExport["settings"][string]> = {};
  for (const [key, { secret, type }] of Object.entries(slots)) settings[key] = { slot: { secret, type } };
  for (const [key, value] of Object.entries(profile.settings)) {
    const secret = "secret" in value ? secrets.get(value.secret) : undefined;
    if (secret !== undefined) settings[key] = { slot: { secret: secret.name, type: secret.type } };
    else if ("literal" in value) {
      if (!isPlainLiteral(key, value.literal, own)) throw doubtful(profile.name, key);
      settings[key] = { literal: value.literal };
    }
  }
  const sorted = Object.fromEntries(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
  return formatFile({
    $schema: profileExportSchema.$id,
    keyferry: "profile-export",
    schemaVersion: 1,
    name,
    settings: sorted,
    ...(job === undefined ? {} : { job: forOthers(job) }),
    deliver,
  });
}

function doubtful(profile: string, setting: string): KeyferryError {
  return new KeyferryError({
    code: "rule",
    where: `profile ${quote(profile)}`,
    setting,
    message: `a literal stands in ${setting} that may be a password, or an address with one`,
    hint: `take it away: keyferry profile unset ${argument(profile)} ${setting}; or, where a recipe takes it, list the recipe's package in the settings`,
  });
}

const JOB_MEMBERS = Object.keys(profileExportSchema.properties.job.properties);

/** The members of a job that the form for others has. */
function forOthers(job: object): object {
  return Object.fromEntries(Object.entries(job).filter(([name]) => JOB_MEMBERS.includes(name)));
}
