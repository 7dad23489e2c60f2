import type { SecretType } from "@keyferry/core";
import { claim, expectCode } from "../../servers/scenario.ts";
import type { Sighting } from "../watch/sighting.ts";
import { type Tracing, watch } from "../watch/watch.ts";
import type { Job, Stage, Trial } from "./trial.ts";

/** What came of a trial. */
export interface Played {
  readonly sightings: readonly Sighting[];
  /** The settings of the values, in the order of their numbers. */
  readonly settings: readonly string[];
  /** What the program exits with when its login fails. */
  readonly wrongCode?: number;
}

/** A secret of the type that a setting takes. */
function typeOf(setting: string): SecretType {
  if (setting.endsWith(".username")) return "username";
  return setting.endsWith(".private-key") ? "private-key" : "password";
}

/** Sets a profile up with the real command line, and runs it under the watcher; then once more with a wrong value. */
export async function play(
  trial: Trial,
  stage: Stage,
  place: { readonly apart: readonly string[]; readonly tracing: Tracing; readonly loginFailed: readonly number[] },
): Promise<Played> {
  const { sandbox } = stage;
  await sandbox.clear();
  const job = await trial.job(stage);
  await setUp(trial, stage, job);
  const { input, env } = job;
  const options = { ...(input === undefined ? {} : { input }), ...(env ? { env } : {}) };
  const watched = { sandbox: sandbox.folder, apart: place.apart, tracing: place.tracing };
  const settings = Object.keys(job.secrets);
  const values = Object.values(job.secrets);
  const { result, sightings } = await watch(values, watched, (prefix) =>
    sandbox.keyferry(["run", trial.name], { ...options, prefix }),
  );
  expectCode(result, 0);
  await job.prove(result);
  if (job.login === undefined) return { sightings, settings };
  const before = job.secrets[job.login] ?? "";
  sandbox.store.put(remoteName(trial, job.login), { text: `x${before.slice(1)}` });
  const wrong = await sandbox.keyferry(["run", trial.name], options);
  claim(
    place.loginFailed.includes(wrong.code) || (place.loginFailed.length === 0 && wrong.code !== 0),
    `a failed login gives ${wrong.code}, and the recipe says ${place.loginFailed.join(", ") || "none"}`,
  );
  return { sightings, settings, wrongCode: wrong.code };
}

/** By the host itself, which takes a tenth of the time of as many commands. */
async function setUp(trial: Trial, { sandbox }: Stage, { literals, secrets, args = [] }: Job): Promise<void> {
  const { profiles, secrets: definitions } = sandbox.host;
  await profiles.create({ name: trial.name });
  await profiles.setJob(trial.name, { recipe: trial.recipe, args });
  for (const [setting, literal] of Object.entries(literals)) await profiles.set(trial.name, setting, literal);
  for (const [setting, value] of Object.entries(secrets)) {
    const remote = remoteName(trial, setting);
    sandbox.store.put(remote, { text: value });
    const definition = { name: remote, connection: "prod", remoteName: remote, type: typeOf(setting) };
    await definitions.create({ ...definition, unchecked: true });
    await profiles.use(trial.name, setting, remote);
  }
}

function remoteName({ name }: Trial, setting: string): string {
  return `${name}-${setting.replaceAll(/[./]/g, "-")}`;
}
