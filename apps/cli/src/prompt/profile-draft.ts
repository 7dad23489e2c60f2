import type { CatalogueView, Job, Keyferry, NewSecret, ProfileView, RecipeSettingView } from "@keyferry/core";

/** A setting of the catalogue, or of a recipe. */
export type AskedSetting = Pick<CatalogueView & RecipeSettingView, "setting" | "takes" | "description"> &
  Pick<RecipeSettingView, "default">;

/** What a setting is to have. */
export type SettingDraft = { readonly literal: string } | { readonly secret: string };

/** A profile while it is asked for. Nothing of it is saved before {@link saveProfile}, its new secrets included. */
export interface ProfileDraft {
  readonly name: string;
  readonly settings: Map<string, SettingDraft>;
  readonly deliver: Map<string, string>;
  /** Secrets that were defined on the way. The manager was asked about them already. */
  readonly secrets: NewSecret[];
  job?: Job;
  /** The settings that the recipe takes, where one runs the job. */
  taken?: readonly AskedSetting[];
  /** Settings that were asked for, left out or not. */
  readonly asked: Set<string>;
}

/** Saves a draft whole: where the profile is refused, its new secrets are not there either. */
export async function saveProfile(draft: ProfileDraft, { secrets, profiles }: Keyferry): Promise<ProfileView> {
  const made: string[] = [];
  try {
    for (const secret of usedSecrets(draft)) {
      made.push((await secrets.create({ ...secret, unchecked: true })).name);
    }
    return await profiles.create({
      name: draft.name,
      settings: Object.fromEntries(draft.settings),
      deliver: Object.fromEntries(draft.deliver),
      ...(draft.job ? { job: draft.job } : {}),
    });
  } catch (error) {
    for (const name of made) await secrets.delete(name);
    throw error;
  }
}

/** What the review and the last message show of a setting. */
export function shownSetting(value: SettingDraft | undefined): string {
  if (value === undefined) return "not set";
  return "literal" in value ? value.literal : `secret ${value.secret}`;
}

/** The new secrets that a setting still uses. */
function usedSecrets({ secrets, settings }: ProfileDraft): readonly NewSecret[] {
  const used = new Set([...settings.values()].flatMap((value) => ("secret" in value ? [value.secret] : [])));
  return secrets.filter(({ name }) => used.has(name));
}
