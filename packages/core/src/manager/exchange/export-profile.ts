import { formatFile } from "../../settings/change.ts";
import { profileExportSchema } from "../../settings/export-schemas.ts";
import type { ProfileDefinition, SecretDefinition } from "../../settings/model.ts";
import type { ProfileExport } from "./read-export.ts";

/** A profile as a file for others. Member by member: what is not named here does not leave the machine. */
export function exportProfile(profile: ProfileDefinition, secrets: ReadonlyMap<string, SecretDefinition>): string {
  const { name, job, deliver, slots = {} } = profile;
  const settings: Record<string, ProfileExport["settings"][string]> = {};
  for (const [key, { secret, type }] of Object.entries(slots)) settings[key] = { slot: { secret, type } };
  for (const [key, value] of Object.entries(profile.settings)) {
    const secret = "secret" in value ? secrets.get(value.secret) : undefined;
    if (secret !== undefined) settings[key] = { slot: { secret: secret.name, type: secret.type } };
    else if ("literal" in value) settings[key] = { literal: value.literal };
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

const JOB_MEMBERS = Object.keys(profileExportSchema.properties.job.properties);

/** What the form for others has of a job. */
function forOthers(job: object): object {
  return Object.fromEntries(Object.entries(job).filter(([name]) => JOB_MEMBERS.includes(name)));
}
