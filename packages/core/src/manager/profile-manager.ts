import type { RecipeHost } from "../plugins/recipe-host.ts";
import { findSetting, isForeign, parseSetting, type Setting } from "../settings/catalogue.ts";
import type { Job, ProfileDefinition, Settings } from "../settings/model.ts";
import { checkName } from "../settings/names.ts";
import type { SettingsDraft, SettingsStore } from "../settings/port.ts";
import { checkJob } from "./check-job.ts";
import { withDelivery, withoutDelivery } from "./deliveries.ts";
import { renameIn } from "./editing.ts";
import type { ProfileImport, ProfileImportInput } from "./exchange/import-profile.ts";
import { refuseMoved } from "./exchange/refuse-moved.ts";
import { findNamed, newId, refuseTaken, sortedByName } from "./named.ts";
import { checkLimits, withLimits } from "./profile-limits.ts";
import { catalogueView, profileView } from "./profile-view.ts";
import { findRecipe, ownSettings, ownSettingsOf } from "./recipes.ts";
import { literalFor, secretFor, withoutLiteral, withoutUse, withSettings } from "./setting-values.ts";
import type { ProfileLimits, Profiles } from "./use-cases.ts";
import type { CatalogueView, ProfileView } from "./views.ts";

/** The rules of profiles. No call asks a manager. */
export class ProfileManager implements Profiles {
  readonly #store: SettingsStore;
  readonly #recipes: RecipeHost;

  constructor({ store, recipes }: { readonly store: SettingsStore; readonly recipes: RecipeHost }) {
    this.#store = store;
    this.#recipes = recipes;
  }

  async create(input: Parameters<Profiles["create"]>[0]): Promise<ProfileView> {
    const name = checkName(input.name, "profile");
    let profile: ProfileDefinition = { name, settings: {}, deliver: {} };
    if (input.job !== undefined) profile = { ...profile, job: await this.#checked(input.job) };
    for (const [setting, delivery] of Object.entries(input.deliver ?? {})) {
      profile = withDelivery(profile, await this.#parse(setting), delivery);
    }
    const settings = input.settings ?? {};
    const own = Object.keys(settings).some(isForeign) ? await ownSettings(this.#recipes) : [];
    const id = newId();
    const made = await this.#store.update((draft) => {
      refuseTaken("profile", draft.profiles, name);
      const filled = withSettings(profile, settings, draft.secrets, own);
      draft.profiles.set(id, filled);
      return [id, filled, draft.secrets] as const;
    });
    return this.#view(...made);
  }

  async list(): Promise<readonly ProfileView[]> {
    const { profiles, secrets } = await this.#store.read();
    const own = await ownSettingsOf(this.#recipes, profiles.values());
    return sortedByName([...profiles].map(([id, profile]) => profileView(id, profile, secrets, own)));
  }

  async get(name: string): Promise<ProfileView> {
    const { profiles, secrets } = await this.#store.read();
    return this.#view(...findNamed("profile", profiles, name), secrets);
  }

  async #view(id: string, profile: ProfileDefinition, secrets: Settings["secrets"]): Promise<ProfileView> {
    return profileView(id, profile, secrets, await ownSettingsOf(this.#recipes, [profile]));
  }

  async rename(name: string, to: string): Promise<ProfileView> {
    const renamed = await this.#store.update(
      (draft) => [...renameIn("profile", draft.profiles, name, to), draft.secrets] as const,
    );
    return this.#view(...renamed);
  }

  async duplicate(name: string, to: string): Promise<ProfileView> {
    const copyName = checkName(to, "profile");
    const id = newId();
    const made = await this.#store.update((draft) => {
      const copy = { ...findNamed("profile", draft.profiles, name)[1], name: copyName };
      refuseTaken("profile", draft.profiles, copyName);
      draft.profiles.set(id, copy);
      return [id, copy, draft.secrets] as const;
    });
    return this.#view(...made);
  }

  async delete(name: string): Promise<void> {
    await this.#store.update((draft) => {
      draft.profiles.delete(findNamed("profile", draft.profiles, name)[0]);
    });
  }

  async settings(name: string): Promise<readonly CatalogueView[]> {
    const { profiles, secrets } = await this.#store.read();
    return catalogueView(findNamed("profile", profiles, name)[1], secrets, await ownSettings(this.#recipes));
  }

  async set(profile: string, setting: string, literal: string): Promise<ProfileView> {
    const parsed = await this.#parse(setting);
    return this.#edit(profile, (before) => {
      const value = literalFor(parsed, literal, before.name);
      return { ...before, settings: { ...before.settings, [parsed.key]: value } };
    });
  }

  async unset(profile: string, setting: string): Promise<ProfileView> {
    // Also where its recipe is gone.
    const parsed = isForeign(setting) ? { key: setting } : await this.#parse(setting);
    return this.#edit(profile, (before) => withoutLiteral(before, parsed));
  }

  async use(profile: string, setting: string, secret: string): Promise<ProfileView> {
    const parsed = await this.#parse(setting);
    return this.#edit(profile, (before, { secrets }) => {
      const value = secretFor(parsed, findNamed("secret", secrets, secret), before.name);
      return { ...before, settings: { ...before.settings, [parsed.key]: value } };
    });
  }

  async stopUsing(profile: string, setting: string): Promise<ProfileView> {
    const parsed = await this.#parse(setting);
    return this.#edit(profile, (before) => withoutUse(before, parsed));
  }

  async export(name: string): Promise<string> {
    const { profiles, secrets } = await this.#store.read();
    const { exportProfile } = await import("./exchange/export-profile.ts");
    const [, profile] = findNamed("profile", profiles, name);
    return exportProfile(profile, secrets, await ownSettingsOf(this.#recipes, [profile]));
  }

  async planImport(input: ProfileImportInput): Promise<ProfileImport> {
    const { planProfileImport } = await import("./exchange/import-profile.ts");
    return planProfileImport(await this.#store.read(), input, await ownSettings(this.#recipes)).view;
  }

  async import(input: ProfileImportInput): Promise<ProfileImport> {
    const { planProfileImport } = await import("./exchange/import-profile.ts");
    const own = await ownSettings(this.#recipes);
    return this.#store.update((draft) => {
      refuseMoved(draft, input.revision);
      const { id = newId(), after, view } = planProfileImport(draft, input, own);
      draft.profiles.set(id, after);
      return view;
    });
  }

  async setJob(profile: string, job: Job): Promise<ProfileView> {
    const checked = await this.#checked(job);
    return this.#edit(profile, (before) => ({ ...before, job: checked }));
  }

  async limit(profile: string, limits: ProfileLimits): Promise<ProfileView> {
    checkLimits(limits);
    return this.#edit(profile, (before) => withLimits(before, limits));
  }

  async setDelivery(profile: string, setting: string, delivery: string): Promise<ProfileView> {
    const parsed = await this.#parse(setting);
    const change = (before: ProfileDefinition) =>
      delivery === "" ? withoutDelivery(before, parsed) : withDelivery(before, parsed, delivery);
    return this.#edit(profile, change);
  }

  /** Recipes are asked only for what the catalogue does not have. */
  async #parse(setting: string): Promise<Setting> {
    return findSetting(setting) ?? parseSetting(setting, await ownSettings(this.#recipes));
  }

  async #checked(job: Job): Promise<Job> {
    const checked = checkJob(job);
    if ("recipe" in checked) await findRecipe(this.#recipes, checked.recipe);
    return checked;
  }

  async #edit(
    name: string,
    change: (before: ProfileDefinition, draft: SettingsDraft) => ProfileDefinition,
  ): Promise<ProfileView> {
    const changed = await this.#store.update((draft) => {
      const [id, before] = findNamed("profile", draft.profiles, name);
      const after = change(before, draft);
      draft.profiles.set(id, after);
      return [id, after, draft.secrets] as const;
    });
    return this.#view(...changed);
  }
}
