import { type Failure, KeyferryError } from "../contract/failure.ts";
import { findSetting, isForeign } from "./catalogue.ts";
import type { Layers, PlacedSettings } from "./layers.ts";
import { literalProblem } from "./literal.ts";
import type { ProfileFile, SecretDefinition, SettingValue } from "./model.ts";
import { nameKey, nameProblem, plainKey } from "./names.ts";
import { settingsFailure } from "./problem.ts";
import { quote } from "./quote.ts";
import { secretOfSource } from "./secret-source.ts";

const MOST_FAILURES = 20;
const BY_HAND = "repair the file by hand, or put a backup of it back";

/**
 * Checks what a schema cannot say: names are valid and unique, and every reference leads somewhere. Throws all failures
 * (`settings`).
 */
export function checkRules(layers: Layers): void {
  check(layers, checkDefinitions, (...given) => checkProfiles(...given));
}

/** Checks profiles that changed, if everything else was checked before. Throws all failures (`settings`). */
export function checkProfileRules(layers: Layers, changed: ReadonlyMap<string, unknown>): void {
  check(layers, (...given) => checkProfiles(...given, changed));
}

type Part = (layers: Layers, files: readonly PlacedSettings[], fail: Fail) => void;

function check(layers: Layers, ...parts: readonly Part[]): void {
  const failures: Failure[] = [];
  const fail: Fail = (path, pointer, message, hint = () => BY_HAND) => {
    if (failures.length < MOST_FAILURES) failures.push(settingsFailure(path, pointer, message, hint()));
  };
  const { user, machine } = layers;
  const files = machine === undefined ? [user] : [machine, user];
  for (const part of parts) part(layers, files, fail);
  const [first, ...others] = failures;
  if (first !== undefined) throw new KeyferryError(first, ...others);
}

function checkDefinitions({ user, machine }: Layers, files: readonly PlacedSettings[], fail: Fail): void {
  for (const kind of ["connections", "secrets"] as const) {
    const taken = new Set<string>();
    for (const { path, [kind]: all } of files) {
      all.forEach(({ name }: { readonly name: string }, id: string) => {
        const key = plainKey(name);
        if (key === undefined) checkForm(name, path, `/${kind}/${id}/name`, fail);
        if (isNew(taken, key ?? nameKey(name))) return;
        failTaken(name, path, `/${kind}/${id}/name`, () => firstOf(files, kind, name), fail);
      });
    }
    if (machine !== undefined) checkIds(machine, user, kind, fail);
  }
  for (const placed of files) {
    checkConnections(placed, machine, fail);
    checkSources(placed, machine, fail);
  }
}

/**
 * Names depend on one another. Everything else in a profile depends on that profile only, so it is enough to check
 * those that changed.
 */
function checkProfiles(
  { profiles, profilePath }: Layers,
  files: readonly PlacedSettings[],
  fail: Fail,
  changed: ReadonlyMap<string, unknown> = profiles,
): void {
  const taken = new Set<string>();
  for (const [id, { name }] of profiles) {
    const key = plainKey(name);
    if (key === undefined) checkForm(name, profilePath(id), "/name", fail);
    if (isNew(taken, key ?? nameKey(name))) continue;
    const first = () => [...profiles].find(([, each]) => nameKey(each.name) === nameKey(name))?.[0] ?? id;
    failTaken(name, profilePath(id), "/name", () => profilePath(first()), fail);
  }
  const secrets: SecretOf = (id) => {
    for (const each of files) if (each.secrets.has(id)) return each.secrets.get(id);
    return undefined;
  };
  for (const [id, profile] of profiles) if (changed.has(id)) checkProfile(profilePath(id), profile, secrets, fail);
}

type Placed = PlacedSettings | undefined;
type SecretOf = (id: string) => SecretDefinition | undefined;
type Fail = (path: string, pointer: string, message: string, hint?: () => string) => void;

function checkForm(name: string, path: string, pointer: string, fail: Fail): void {
  const problem = name === name.normalize("NFC") ? nameProblem(name) : "it is not in Unicode's NFC form";
  if (problem !== undefined) fail(path, pointer, `${quote(name)} cannot be a name: ${problem}`);
}

/** Whether a name is new; it counts as taken from now on. */
function isNew(taken: Set<string>, key: string): boolean {
  return taken.size < taken.add(key).size;
}

function firstOf(files: readonly PlacedSettings[], kind: "connections" | "secrets", name: string): string {
  for (const { path, [kind]: all } of files) {
    for (const [id, each] of all) {
      if (nameKey(each.name) === nameKey(name)) return `${path}#/${kind}/${id}`;
    }
  }
  return "";
}

function failTaken(name: string, path: string, pointer: string, first: () => string, fail: Fail): void {
  fail(path, pointer, `the name ${quote(name)} is taken`, () => `rename this one or ${first()}`);
}

function checkIds(machine: PlacedSettings, user: PlacedSettings, kind: "connections" | "secrets", fail: Fail): void {
  for (const id of user[kind].keys()) {
    if (machine[kind].has(id)) fail(user.path, `/${kind}/${id}`, `the id is also in ${machine.path}`);
  }
}

function checkConnections({ path, connections, secrets }: PlacedSettings, machine: Placed, fail: Fail): void {
  secrets.forEach(({ connection }, id) => {
    if (connections.has(connection) || machine?.connections.has(connection)) return;
    fail(path, `/secrets/${id}/connection`, `there is no connection with the id ${quote(connection)}`);
  });
}

/** A login that is a secret must be defined in the same file, or for the user's connections in the machine's. */
function checkSources({ path, connections, secrets }: PlacedSettings, machine: Placed, fail: Fail): void {
  for (const [id, { auth }] of connections) {
    for (const [field, source] of Object.entries(auth.sources)) {
      const secret = secretOfSource(source);
      if (secret === undefined || secrets.has(secret) || machine?.secrets.has(secret)) continue;
      fail(path, `/connections/${id}/auth/sources/${field}`, "there is no secret with the id that this source names");
    }
  }
}

function checkProfile(path: string, profile: ProfileFile, secrets: SecretOf, fail: Fail): void {
  for (const [key, value] of Object.entries(profile.settings)) {
    const problem = settingProblem(key, value, secrets);
    if (problem !== undefined) fail(path, `/settings/${key.replaceAll("/", "~1")}`, problem);
  }
  const job = profile.job;
  if (job !== undefined && "program" in job === "recipe" in job) {
    fail(path, "/job", "a job is a program or a recipe, one of them");
  }
  for (const part of ["deliver", "slots"] as const) {
    for (const key of Object.keys(profile[part] ?? {})) {
      if (findSetting(key) === undefined && !isForeign(key))
        fail(path, `/${part}/${key.replaceAll("/", "~1")}`, "there is no such setting");
    }
  }
}

/** What is wrong with a setting's value, without quoting it: the literal may be a misplaced password. */
function settingProblem(key: string, value: SettingValue, secrets: SecretOf): string | undefined {
  const entry = findSetting(key)?.entry;
  // What a recipe's own setting takes is defined by the recipe, which is not consulted to read a file.
  if (entry === undefined && !isForeign(key)) return "there is no such setting";
  if (entry === undefined) {
    if ("literal" in value) return literalProblem(value.literal);
    return secrets(value.secret) ? undefined : `there is no secret with the id ${quote(value.secret)}`;
  }
  if ("literal" in value) {
    return entry.literal
      ? literalProblem(value.literal)
      : "a literal stands here, but this setting takes a secret only";
  }
  const secret = secrets(value.secret);
  if (secret === undefined) return `there is no secret with the id ${quote(value.secret)}`;
  if (entry.takes.includes(secret.type)) return undefined;
  return `it uses a secret of type ${secret.type}, but takes ${entry.takes.join(" or ") || "a literal only"}`;
}
