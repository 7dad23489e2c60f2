import type { ProfileDefinition, SecretDefinition, SettingValue } from "../../settings/model.ts";

/** One difference between two states of a profile. Without `before` it is new; without `after` it is removed. */
export interface ProfileChange {
  readonly what: "literal" | "secret" | "job" | "delivery";
  readonly setting?: string;
  readonly before?: string;
  readonly after?: string;
}

type SecretsById = ReadonlyMap<string, SecretDefinition>;

/** The differences, in the order in which a person reads a profile. Pure. */
export function profileChanges(
  before: ProfileDefinition | undefined,
  after: ProfileDefinition,
  secrets: SecretsById = new Map(),
): ProfileChange[] {
  const old = before ?? { name: after.name, settings: {}, deliver: {} };
  return [
    ...compare("literal", literals(old), literals(after)),
    ...compare("secret", used(old, secrets), used(after, secrets)),
    ...compare("job", { job: jobText(old.job) }, { job: jobText(after.job) }).map(
      ({ setting: _, ...change }) => change,
    ),
    ...compare("delivery", old.deliver, after.deliver),
  ];
}

type Texts = Readonly<Record<string, string | undefined>>;

function compare(what: ProfileChange["what"], before: Texts, after: Texts): ProfileChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((setting) => {
    const [old, now] = [before[setting], after[setting]];
    if (old === now) return [];
    return [
      { what, setting, ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { after: now }) },
    ];
  });
}

function literals({ settings }: ProfileDefinition): Texts {
  return texts(settings, (value) => ("literal" in value ? value.literal : undefined));
}

function used({ settings }: ProfileDefinition, secrets: SecretsById): Texts {
  return texts(settings, (value) =>
    "secret" in value ? (secrets.get(value.secret)?.name ?? value.secret) : undefined,
  );
}

function texts(settings: ProfileDefinition["settings"], read: (value: SettingValue) => string | undefined): Texts {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, read(value)]));
}

/** A job as text, for comparing two of them. */
export function jobText(job: ProfileDefinition["job"]): string | undefined {
  return job && JSON.stringify(Object.fromEntries(Object.entries(job).sort(([a], [b]) => (a < b ? -1 : 1))));
}
