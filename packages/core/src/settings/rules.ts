import { type Failure, KeyferryError } from "../contract/failure.ts";
import { findSetting, isForeign } from "./catalogue.ts";
import type { Layers, PlacedSettings } from "./layers.ts";
import { literalProblem } from "./literal.ts";
import type { ProfileFile, SecretDefinition, SettingsFile, SettingValue } from "./model.ts";
import { nameKey, nameProblem } from "./names.ts";
import { settingsFailure } from "./problem.ts";
import { quote } from "./quote.ts";

const MOST_FAILURES = 20;
const BY_HAND = "repair the file by hand, or put a backup of it back";

/** What a schema cannot say: names are fit and unique, and whatever is pointed to is there. Throws all failures (`settings`). */
export function checkRules(layers: Layers): void {
  const { user, machine, profiles, profilePath } = layers;
  const failures: Failure[] = [];
  const fail = (path: string, pointer: string, message: string, hint = BY_HAND) => {
    if (failures.length < MOST_FAILURES) failures.push(settingsFailure(path, pointer, message, hint));
  };
  const files = machine === undefined ? [user] : [machine, user];
  for (const kind of ["connections", "secrets"] as const) {
    checkNames(
      files.flatMap((placed) => named(placed, kind)),
      fail,
    );
    if (machine !== undefined) checkIds(machine, user, kind, fail);
  }
  checkNames(
    [...profiles].map(([id, { name }]) => ({ path: profilePath(id), pointer: "", name })),
    fail,
  );
  for (const placed of files) checkConnections(placed, machine?.file, fail);
  const secrets = new Map(files.flatMap(({ file }) => Object.entries(file.secrets)));
  for (const [id, profile] of profiles) checkProfile(profilePath(id), profile, secrets, fail);
  const [first, ...others] = failures;
  if (first !== undefined) throw new KeyferryError(first, ...others);
}

type Fail = (path: string, pointer: string, message: string, hint?: string) => void;

interface Named {
  readonly path: string;
  readonly pointer: string;
  readonly name: string;
}

function named({ path, file }: PlacedSettings, kind: "connections" | "secrets"): Named[] {
  return Object.entries(file[kind]).map(([id, { name }]) => ({ path, pointer: `/${kind}/${id}`, name }));
}

function checkNames(all: readonly Named[], fail: Fail): void {
  const first = new Map<string, Named>();
  for (const each of all) {
    const pointer = `${each.pointer}/name`;
    const problem =
      each.name === each.name.normalize("NFC") ? nameProblem(each.name) : "it is not in Unicode's NFC form";
    if (problem !== undefined) fail(each.path, pointer, `${quote(each.name)} cannot be a name: ${problem}`);
    const other = first.get(nameKey(each.name));
    if (other === undefined) first.set(nameKey(each.name), each);
    else
      fail(
        each.path,
        pointer,
        `the name ${quote(each.name)} is taken`,
        `rename this one or ${other.path}#${other.pointer}`,
      );
  }
}

function checkIds(machine: PlacedSettings, user: PlacedSettings, kind: "connections" | "secrets", fail: Fail): void {
  for (const id of Object.keys(user.file[kind])) {
    if (Object.hasOwn(machine.file[kind], id)) fail(user.path, `/${kind}/${id}`, `the id is also in ${machine.path}`);
  }
}

function checkConnections({ path, file }: PlacedSettings, machine: SettingsFile | undefined, fail: Fail): void {
  for (const [id, { connection }] of Object.entries(file.secrets)) {
    const known = Object.hasOwn(file.connections, connection) || Object.hasOwn(machine?.connections ?? {}, connection);
    if (!known) fail(path, `/secrets/${id}/connection`, `there is no connection with the id ${quote(connection)}`);
  }
}

function checkProfile(
  path: string,
  profile: ProfileFile,
  secrets: ReadonlyMap<string, SecretDefinition>,
  fail: Fail,
): void {
  for (const [key, value] of Object.entries(profile.settings)) {
    const problem = settingProblem(key, value, secrets);
    if (problem !== undefined) fail(path, `/settings/${key.replaceAll("/", "~1")}`, problem);
  }
  const job = profile.job;
  if (job !== undefined && "program" in job === "recipe" in job) {
    fail(path, "/job", "a job is a program or a recipe, one of them");
  }
  for (const key of Object.keys(profile.deliver)) {
    if (findSetting(key) === undefined && !isForeign(key))
      fail(path, `/deliver/${key.replaceAll("/", "~1")}`, "there is no such setting");
  }
}

/** What is wrong with a setting's value, without quoting it: a literal may be a password in the wrong place. */
function settingProblem(
  key: string,
  value: SettingValue,
  secrets: ReadonlyMap<string, SecretDefinition>,
): string | undefined {
  const entry = findSetting(key)?.entry;
  // What a recipe's own setting takes is the recipe's to say, which is not asked to read a file.
  if (entry === undefined && !isForeign(key)) return "there is no such setting";
  if (entry === undefined) {
    if ("literal" in value) return literalProblem(value.literal);
    return secrets.has(value.secret) ? undefined : `there is no secret with the id ${quote(value.secret)}`;
  }
  if ("literal" in value) {
    return entry.literal
      ? literalProblem(value.literal)
      : "a literal stands here, but this setting takes a secret only";
  }
  const secret = secrets.get(value.secret);
  if (secret === undefined) return `there is no secret with the id ${quote(value.secret)}`;
  if (entry.takes.includes(secret.type)) return undefined;
  return `it uses a secret of type ${secret.type}, but takes ${entry.takes.join(" or ") || "a literal only"}`;
}
