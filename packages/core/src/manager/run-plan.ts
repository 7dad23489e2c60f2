import type { Delivery } from "../contract/delivery.ts";
import { type Failure, isKeyferryError, KeyferryError } from "../contract/failure.ts";
import { literalDelivery, parseDelivery } from "../contract/parse-delivery.ts";
import type { Use } from "../resolve/resolver.ts";
import { argument } from "../settings/argument.ts";
import { findSetting, parseSetting } from "../settings/catalogue.ts";
import type { CatalogueEntry } from "../settings/catalogue-entries.ts";
import type { ProfileDefinition, ProgramJob, Settings, Slot } from "../settings/model.ts";
import { quote } from "../settings/quote.ts";
import { findNamed } from "./named.ts";
import { halfDeliveries } from "./undelivered.ts";
import { useOf, useOfReference } from "./uses.ts";

/** What a run needs, checked before anything is read: secrets, literals, and the delivery of each. */
export interface RunPlan {
  readonly uses: readonly { readonly use: Use; readonly delivery: Delivery }[];
  readonly literals: readonly { readonly setting: string; readonly literal: string; readonly delivery: Delivery }[];
  readonly job: ProgramJob;
}

export interface RunOverrides {
  /** Setting → delivery, for this run only. */
  readonly deliver?: Readonly<Record<string, string>>;
  readonly job?: ProgramJob;
}

/**
 * Plans the run of a profile. `own` are the settings that recipes have beyond the catalogue. Throws `KeyferryError` with
 * everything that is wrong with it.
 */
export function planRun(
  settings: Settings,
  name: string,
  overrides: RunOverrides,
  own: readonly CatalogueEntry[] = [],
): RunPlan {
  const [, profile] = findNamed("profile", settings.profiles, name);
  const failures: Failure[] = [];
  const deliveries = readDeliveries(profile, overrides.deliver ?? {}, failures, own);
  const uses: { use: Use; delivery: Delivery }[] = [];
  for (const use of usesOf(settings, profile, failures, own)) {
    const delivery = deliveries.get(use.setting);
    if (delivery) uses.push({ use, delivery });
    // An unreadable delivery has already been reported.
    else if (!(use.setting in { ...profile.deliver, ...overrides.deliver })) failures.push(undelivered(profile, use));
  }
  failures.push(...halfDeliveries(profile, deliveries));
  const literals = [...deliveries].flatMap(([setting, delivery]) => {
    const value = profile.settings[setting];
    return value && "literal" in value ? [{ setting, literal: value.literal, delivery }] : [];
  });
  const job = overrides.job ?? programOf(profile);
  if (!job) throw refusal([...failures, jobless(profile)]);
  if (failures.length > 0) throw refusal(failures);
  return { uses, literals, job };
}

/**
 * Plans an ad hoc run: variable → reference, and literals. Throws `KeyferryError` with everything that is wrong with
 * it.
 */
export function planAdHoc(
  settings: Settings,
  env: Readonly<Record<string, string>>,
  job: ProgramJob,
  texts: Readonly<Record<string, string>> = {},
): RunPlan {
  const failures: Failure[] = [];
  const uses = Object.entries(env).flatMap(([variable, reference]) =>
    collect(failures, () => [
      { delivery: parseDelivery(`env:${variable}`, variable), use: useOfReference(settings, reference, variable) },
    ]),
  );
  const literals = Object.entries(texts).flatMap(([variable, literal]) =>
    collect(failures, () => [{ setting: variable, literal, delivery: literalDelivery(variable) }]),
  );
  if (failures.length > 0) throw refusal(failures);
  return { uses, literals, job };
}

function notLiteral(where: string, setting: string, profile: string): Failure {
  return {
    code: "settings",
    where,
    setting,
    message: "a literal stands here, but this setting takes a secret only",
    hint: `use a secret in its place: keyferry profile use ${argument(profile)} ${setting} SECRET`,
  };
}

/** The uses of a profile's secrets. Problems are added to `failures`. */
export function usesOf(
  settings: Settings,
  profile: ProfileDefinition,
  failures: Failure[],
  own: readonly CatalogueEntry[] = [],
): Use[] {
  const uses: Use[] = [];
  for (const [setting, value] of Object.entries(profile.settings)) {
    const known = findSetting(setting, own);
    const where = `profile ${profile.name}, ${setting}`;
    if (!("secret" in value)) {
      if (known?.entry.literal === false) failures.push(notLiteral(where, setting, profile.name));
      continue;
    }
    const secret = settings.secrets.get(value.secret);
    if (!secret) failures.push({ code: "settings", where, setting, message: "the secret that it uses is not defined" });
    else if (!known) failures.push({ code: "settings", where, setting, message: "there is no such setting" });
    else if (!known.entry.takes.includes(secret.type)) failures.push(unfit(where, setting, secret.name, secret.type));
    else uses.push(useOf([value.secret, secret], setting));
  }
  for (const [setting, slot] of Object.entries(profile.slots ?? {})) {
    if (!Object.hasOwn(profile.settings, setting)) failures.push(unbound(profile, setting, slot));
  }
  return uses;
}

function readDeliveries(
  profile: ProfileDefinition,
  overrides: Readonly<Record<string, string>>,
  failures: Failure[],
  own: readonly CatalogueEntry[],
) {
  const deliveries = new Map<string, Delivery>();
  for (const [text, delivery] of Object.entries({ ...profile.deliver, ...overrides })) {
    collect(failures, () => {
      const parsed = () => parseSetting(text, own).key;
      const setting = Object.hasOwn(overrides, text) ? parsed() : within(`profile ${profile.name}`, parsed);
      // An unbound slot is a failure of its own.
      if (!Object.hasOwn({ ...profile.slots, ...profile.settings }, setting)) {
        failures.push({
          code: "delivery",
          where: `profile ${profile.name}`,
          setting,
          message: `${setting} is delivered, but it is not set`,
          hint: `use a secret for it: keyferry profile use ${argument(profile.name)} ${setting} SECRET`,
        });
      }
      deliveries.set(setting, parseDelivery(delivery, setting));
      return [];
    });
  }
  return deliveries;
}

function refusal([first, ...rest]: readonly Failure[]): KeyferryError {
  return new KeyferryError(first ?? { code: "internal", message: "nothing failed" }, ...rest);
}

/** Gives what a step refuses the place where it stands. */
function within<T>(where: string, step: () => T): T {
  try {
    return step();
  } catch (thrown) {
    if (!isKeyferryError(thrown)) throw thrown;
    throw refusal(thrown.failures.map((failure) => ({ where, ...failure })));
  }
}

/** Runs one step; what it throws is one more failure, so that none hides another. */
function collect<T>(failures: Failure[], step: () => T[]): T[] {
  try {
    return step();
  } catch (thrown) {
    if (!isKeyferryError(thrown)) throw thrown;
    failures.push(...thrown.failures);
    return [];
  }
}

function undelivered(profile: ProfileDefinition, { setting, secret }: Use): Failure {
  return {
    code: "delivery",
    where: `profile ${profile.name}`,
    setting,
    secret,
    message: `${setting} uses the secret ${secret}, but nothing delivers it to the program`,
    hint: `say how: --deliver ${setting}=env:VARIABLE, or keyferry profile deliver ${argument(profile.name)} ${setting}=env:VARIABLE`,
  };
}

function unbound(profile: ProfileDefinition, setting: string, { secret, type }: Slot): Failure {
  return {
    code: "rule",
    where: `profile ${profile.name}`,
    setting,
    secret,
    message: `the slot ${setting} of this imported profile is not bound: it wants a ${type}, ${quote(secret)} where it comes from`,
    hint: `bind one of your secrets: keyferry profile use ${argument(profile.name)} ${setting} SECRET`,
  };
}

function unfit(where: string, setting: string, secret: string, type: string): Failure {
  return {
    code: "rule",
    where,
    setting,
    secret,
    message: `the secret ${secret} is a ${type}, which this setting does not take`,
    hint: "use a secret of another type",
  };
}

/** A recipe's job is planned by the recipe. */
function programOf({ job }: ProfileDefinition): ProgramJob | undefined {
  return job !== undefined && "program" in job ? job : undefined;
}

function jobless(profile: ProfileDefinition): Failure {
  return {
    code: "usage",
    where: `profile ${profile.name}`,
    message: "it has no job to run",
    hint: `name the program: keyferry run ${argument(profile.name)} -- PROGRAM ARGS, or keyferry profile job ${argument(profile.name)} -- PROGRAM ARGS`,
  };
}
