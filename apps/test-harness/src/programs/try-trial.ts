import type { Recipe, RecipeProgram } from "@keyferry/core";
import { RECIPES } from "@keyferry/jobs";
import { type Outcome, seenOf } from "./outcome.ts";
import type { Sandbox } from "./sandbox.ts";
import { SERVICES, type ServiceId } from "./servers/index.ts";
import type { Ground, Running } from "./servers/service.ts";
import { play } from "./trials/play.ts";
import type { Trial } from "./trials/trial.ts";
import type { Tracing } from "./watch/watch.ts";

/** What all trials of a run share. */
export interface Course {
  readonly ground: Ground;
  readonly sandbox: Sandbox;
  readonly tracing: Tracing;
  /** Debian packages that are not installed and could not be. */
  readonly missing: readonly string[];
  /** What programs say of their version, by trial. */
  readonly versions: ReadonlyMap<string, string>;
  /** The servers that run already; those that a trial needs are started. */
  readonly servers: Map<ServiceId, Running>;
}

/** The packages that a trial and its server need. */
export function packagesOf({ packages, service }: Trial): string[] {
  return [...packages, ...(service ? SERVICES[service].packages : [])];
}

/** The programs whose versions the table names. */
export function programsOf(trial: Trial): readonly RecipeProgram[] {
  return "recipe" in trial ? recipeOf(trial.recipe).programs : [trial.program];
}

/** Tries one recipe, helper or delivery. Never throws: what goes wrong is the outcome. */
export async function tryTrial(trial: Trial, course: Course): Promise<Outcome> {
  const { ground, sandbox, tracing } = course;
  const { name, alphabet, service } = trial;
  const server = service && SERVICES[service];
  const base = {
    name,
    way: "recipe" in trial ? trial.recipe : trial.way,
    alphabet,
    program: course.versions.get(name) ?? "unknown",
    ...(server ? { server: server.product } : {}),
  };
  const missing = packagesOf(trial).filter((each) => course.missing.includes(each));
  if (server && "root" in server && ground.unprivileged === undefined) missing.push("root's rights");
  const lack = server && "lacks" in server ? server.lacks?.() : undefined;
  if (lack !== undefined) missing.push(lack);
  if (missing.length > 0) return { ...base, milliseconds: 0, missing };
  const begun = performance.now();
  const took = () => performance.now() - begun;
  try {
    const { loginFailed } = "recipe" in trial ? recipeOf(trial.recipe) : trial;
    const running = service === undefined ? undefined : await serverOf(service, course);
    const stage = { account: ground.account, ca: ground.tls.ca, sandbox, server: running ?? { ports: {} } };
    const { sightings, settings, wrongCode } = await play(trial, stage, {
      apart: [ground.folder],
      tracing,
      loginFailed,
    });
    const seen = seenOf(sightings, settings);
    return { ...base, milliseconds: took(), seen, ...(wrongCode === undefined ? {} : { wrongCode }) };
  } catch (error) {
    const failure = error instanceof Error ? error.message : "an unknown failure";
    return { ...base, milliseconds: took(), failure };
  }
}

function recipeOf(id: string): Recipe {
  const recipe = RECIPES.find((each) => each.id === id);
  if (recipe === undefined) throw new Error(`there is no recipe ${id}`);
  return recipe;
}

async function serverOf(id: ServiceId, { ground, servers }: Course): Promise<Running> {
  const running = servers.get(id) ?? (await SERVICES[id].start(ground));
  servers.set(id, running);
  return running;
}
