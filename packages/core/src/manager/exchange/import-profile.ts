import { type Failure, isKeyferryError, KeyferryError } from "../../contract/failure.ts";
import { parseSetting } from "../../settings/catalogue.ts";
import type { CatalogueEntry } from "../../settings/catalogue-entries.ts";
import type { ProfileDefinition, SecretDefinition, SecretType, Settings, Slot } from "../../settings/model.ts";
import { checkName, nameKey } from "../../settings/names.ts";
import { unknownName } from "../../settings/unknown-name.ts";
import { checkJob } from "../check-job.ts";
import { withDelivery } from "../deliveries.ts";
import { findNamed } from "../named.ts";
import { hostOf, isPlainLiteral } from "../profile-view.ts";
import { literalFor, secretFor, withSlots } from "../setting-values.ts";
import { jobText, type ProfileChange, profileChanges } from "./profile-changes.ts";
import { type ForeignFile, type ProfileExport, readProfileExport } from "./read-export.ts";

type Job = NonNullable<ProfileDefinition["job"]>;

export interface ProfileImportInput {
  readonly file: ForeignFile;
  /** A name to use instead of the file's. */
  readonly name?: string;
  /** Setting → the name of one of our secrets. */
  readonly bind?: Readonly<Record<string, string>>;
  /** Also import the file's job: its program or recipe. */
  readonly acceptProgram?: boolean;
  /** The settings' revision for which a plan was made: either exactly what was shown is done, or nothing. */
  readonly revision?: number;
}

/** A place for a secret, and what fills it after the import. */
export interface SlotView extends Slot {
  readonly setting: string;
  /** The name of our secret that fills it; if absent, the slot is unbound. */
  readonly bound?: string;
  /** The host that receives the value, if the profile names one. */
  readonly host?: string;
  /** Names of our secrets with a fitting type; one with the same name comes first. */
  readonly fitting: readonly string[];
}

/** What an import would make, for a person to review. */
export interface ProfileImport {
  readonly profile: string;
  /** Whether a profile of this name exists, and would be changed. */
  readonly replaces: boolean;
  readonly changes: readonly ProfileChange[];
  readonly slots: readonly SlotView[];
  /** The job that is left out, since it was not accepted. */
  readonly leftOut?: Job;
  /** The job that would receive the values. */
  readonly job?: Job;
  readonly revision: number;
}

/** Plans an import. Pure. Throws `KeyferryError` with everything that prevents it. */
export function planProfileImport(settings: Settings, input: ProfileImportInput, own: readonly CatalogueEntry[] = []) {
  const { file, acceptProgram = false, bind = {} } = input;
  const read = readProfileExport(file);
  const name = checkName(input.name ?? read.name, "profile");
  const [id, before] = existing(settings, name);
  const { literals, slots, deliver } = readSettings(read, name, own);
  if (!acceptProgram) refuseCommands(literals, before, own);
  const kept = before?.job;
  const job = acceptProgram && read.job !== undefined ? checkJob(read.job) : kept;
  const fresh: ProfileDefinition = {
    name: before?.name ?? name,
    settings: literals,
    deliver,
    ...(job ? { job } : {}),
    ...limitsOf(before),
  };
  // A change of where a value goes, or of who reads it, must not inherit the trust that somebody had in the old one.
  const trusted = before !== undefined && profileChanges(before, fresh).every(({ what }) => what === "secret");
  const bound: Record<string, { secret: string }> = {};
  for (const [setting, slot] of Object.entries(slots)) {
    const value = before?.settings[setting];
    const same = before?.slots?.[setting]?.secret === slot.secret;
    if (trusted && same && value !== undefined && "secret" in value) bound[setting] = value;
  }
  for (const [setting, secret] of Object.entries(bind))
    bound[setting] = binding(settings, slots, setting, secret, { profile: name, own });
  const after = withSlots({ ...fresh, settings: { ...literals, ...bound } }, slots);
  const view: ProfileImport = {
    profile: after.name,
    replaces: before !== undefined,
    changes: profileChanges(before, after, settings.secrets).map((change) => shownChange(change, own)),
    slots: Object.entries(slots).map(([setting, slot]) =>
      slotView(after, setting, slot, { secrets: settings.secrets, own }),
    ),
    ...(read.job === undefined || acceptProgram || jobText(read.job) === jobText(kept) ? {} : { leftOut: read.job }),
    ...(job === undefined ? {} : { job }),
    revision: settings.revision,
  };
  return { id, after, view };
}

/** A literal that somebody wrote into our own file by hand may be a password. */
function shownChange(change: ProfileChange, own: readonly CatalogueEntry[]): ProfileChange {
  const { what, setting = "", before } = change;
  const isShown = what !== "literal" || before === undefined || isPlainLiteral(setting, before, own);
  return isShown ? change : { ...change, before: "what is not shown" };
}

/** Limits of runs belong to this machine; no file contains any. */
function limitsOf(before: ProfileDefinition | undefined): Pick<ProfileDefinition, "timeLimit" | "oneAtATime"> {
  const { timeLimit, oneAtATime } = before ?? {};
  return { ...(timeLimit === undefined ? {} : { timeLimit }), ...(oneAtATime === undefined ? {} : { oneAtATime }) };
}

function existing({ profiles }: Settings, name: string): [string, ProfileDefinition] | [undefined, undefined] {
  for (const [id, profile] of profiles) if (nameKey(profile.name) === nameKey(name)) return [id, profile];
  return [undefined, undefined];
}

/** Reads the file's settings by the rules for typed ones: nothing gets in that a command would refuse. */
function readSettings(read: ProfileExport, name: string, own: readonly CatalogueEntry[]) {
  const failures: Failure[] = [];
  const literals: Record<string, { literal: string }> = {};
  const slots: Record<string, Slot> = {};
  let delivered: ProfileDefinition = { name, settings: {}, deliver: {} };
  const step = (work: () => void) => {
    try {
      work();
    } catch (thrown) {
      if (!isKeyferryError(thrown)) throw thrown;
      failures.push(...thrown.failures);
    }
  };
  for (const [key, value] of Object.entries(read.settings)) {
    step(() => {
      const setting = parseSetting(key, own);
      if ("literal" in value) {
        literalFor(setting, value.literal, name);
        literals[key] = { literal: value.literal };
      } else {
        checkName(value.slot.secret, "secret");
        secretFor(setting, ["", { name: value.slot.secret, type: value.slot.type }], name);
        slots[key] = { secret: value.slot.secret, type: value.slot.type };
      }
    });
  }
  for (const [key, delivery] of Object.entries(read.deliver)) {
    step(() => {
      delivered = withDelivery(delivered, parseSetting(key, own), delivery);
    });
  }
  const [first, ...rest] = failures;
  if (first !== undefined) throw new KeyferryError(first, ...rest);
  return { literals, slots, deliver: delivered.deliver };
}

/**
 * A literal that the program executes tells it what to do, as arguments do: no file may do that without being asked.
 */
function refuseCommands(
  literals: Readonly<Record<string, { literal: string }>>,
  before: ProfileDefinition | undefined,
  own: readonly CatalogueEntry[],
): void {
  const failures = Object.entries(literals).flatMap(([key, { literal }]): Failure[] => {
    const now = before?.settings[key];
    const isKept = now !== undefined && "literal" in now && now.literal === literal;
    if (isKept || parseSetting(key, own).entry.commands === undefined) return [];
    const message = `the file sets ${key}, whose text the program carries out as commands`;
    return [
      { code: "rule", message, setting: key, hint: "look at it in the file, then import it with --accept-program" },
    ];
  });
  const [first, ...rest] = failures;
  if (first !== undefined) throw new KeyferryError(first, ...rest);
}

function binding(
  { secrets }: Settings,
  slots: Readonly<Record<string, Slot>>,
  setting: string,
  secret: string,
  { profile, own }: { readonly profile: string; readonly own: readonly CatalogueEntry[] },
): { secret: string } {
  if (!Object.hasOwn(slots, setting))
    throw unknownName("slot", setting, Object.keys(slots), "keyferry profile import FILE --dry-run");
  const found = findNamed("secret", secrets, secret);
  secretFor(parseSetting(setting, own), found, profile);
  return { secret: found[0] };
}

function slotView(
  profile: ProfileDefinition,
  setting: string,
  slot: Slot,
  known: { readonly secrets: ReadonlyMap<string, SecretDefinition>; readonly own: readonly CatalogueEntry[] },
): SlotView {
  const { secrets, own } = known;
  const value = profile.settings[setting];
  const bound = value !== undefined && "secret" in value ? secrets.get(value.secret)?.name : undefined;
  const host = hostOf(profile, setting);
  return {
    setting,
    ...slot,
    ...(bound === undefined ? {} : { bound }),
    ...(host === undefined ? {} : { host }),
    fitting: fitting(parseSetting(setting, own).entry.takes, slot, secrets),
  };
}

const MOST_OFFERED = 10;

function fitting(
  takes: readonly SecretType[],
  { secret }: Slot,
  secrets: ReadonlyMap<string, SecretDefinition>,
): string[] {
  const names = [...secrets.values()].filter(({ type }) => takes.includes(type)).map(({ name }) => name);
  const first = names.filter((name) => nameKey(name) === nameKey(secret));
  return [...first, ...names.filter((name) => !first.includes(name)).sort()].slice(0, MOST_OFFERED);
}
