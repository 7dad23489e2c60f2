import { claim, expectCode } from "../../servers/scenario.ts";
import type { RunOptions } from "../sandbox.ts";
import type { Sighting } from "../watch/sighting.ts";
import { type Tracing, watch } from "../watch/watch.ts";
import { makeProfile } from "./profile.ts";
import { remoteName, type Stage, type Trial } from "./trial.ts";

/** What came of a trial. */
export interface Played {
  readonly sightings: readonly Sighting[];
  /** The settings of the values, in the order of their numbers. */
  readonly settings: readonly string[];
  /** What the program exits with when its login fails. */
  readonly wrongCode?: number;
}

/** Puts the values into the manager, and runs the trial under the watcher; then once more with a wrong value. */
export async function play(
  trial: Trial,
  stage: Stage,
  place: { readonly apart: readonly string[]; readonly tracing: Tracing; readonly loginFailed: readonly number[] },
): Promise<Played> {
  const { sandbox } = stage;
  await sandbox.clear();
  const { job, line } = await setUp(trial, stage);
  const { input, env } = job;
  const options: RunOptions = { ...(input === undefined ? {} : { input }), ...(env ? { env } : {}) };
  const watched = { sandbox: sandbox.folder, apart: place.apart, tracing: place.tracing };
  const settings = Object.keys(job.secrets);
  const values = Object.values(job.secrets);
  const { result, sightings } = await watch(values, watched, (prefix) => sandbox.program(line, { ...options, prefix }));
  expectCode(result, 0);
  await job.prove(result);
  if (job.login === undefined) return { sightings, settings };
  const before = job.secrets[job.login] ?? "";
  sandbox.store.put(remoteName(trial.name, job.login), { text: `x${before.slice(1)}` });
  const wrong = await sandbox.program(line, options);
  claim(
    place.loginFailed.includes(wrong.code) || (place.loginFailed.length === 0 && wrong.code !== 0),
    `a failed login gives ${wrong.code}, and the recipe says ${place.loginFailed.join(", ") || "none"}: ${without(values, wrong.stderr)}`,
  );
  return { sightings, settings, wrongCode: wrong.code };
}

/** What a program said, without a value of the run or the wrong one. */
function without(values: readonly string[], said: string): string {
  const hidden = values.flatMap((value) => [value, value.slice(1)]);
  return hidden.reduce((text, value) => text.replaceAll(value, "[value]"), said.trim());
}

/** The values in the manager, and the command line that is tried. */
async function setUp(trial: Trial, stage: Stage) {
  const { store } = stage.sandbox;
  const job = await trial.job(stage);
  for (const [secret, value] of Object.entries(job.secrets)) store.put(remoteName(trial.name, secret), { text: value });
  if ("line" in job) return { job, line: job.line };
  if ("recipe" in trial) {
    const { literals, args = [] } = job;
    const secrets = Object.keys(job.secrets);
    await makeProfile(stage.sandbox, { name: trial.name, job: { recipe: trial.recipe, args }, literals, secrets });
  }
  return { job, line: ["keyferry", "run", trial.name] };
}
