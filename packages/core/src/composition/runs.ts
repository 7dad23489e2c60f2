import type { ConnectionPool } from "../connections/port.ts";
import { type Failure, KeyferryError } from "../contract/failure.ts";
import type { JobInput, PayloadPart } from "../contract/job.ts";
import { checkPrograms, type ProgramProbe } from "../manager/check-programs.ts";
import { type EnvironmentRequest, jobEnvironment } from "../manager/job-environment.ts";
import { findNamed } from "../manager/named.ts";
import { ownSettingsOf } from "../manager/recipes.ts";
import { usesOf } from "../manager/run-plan.ts";
import type { CallOptions } from "../manager/use-cases.ts";
import { useOfReference } from "../manager/uses.ts";
import type { RecipeHost } from "../plugins/recipe-host.ts";
import type { Resolved, Resolver, Use } from "../resolve/resolver.ts";
import type { Secret } from "../secret/secret.ts";
import type { ProfileDefinition, Settings } from "../settings/model.ts";
import type { SettingsStore } from "../settings/port.ts";
import type { AdHocRequest, ResolvedJob, RunRequest, UseOutcome } from "./keyferry.ts";
import { type Planned, planned } from "./planned.ts";

export interface RunPorts {
  readonly settings: SettingsStore;
  readonly pool: ConnectionPool;
  readonly resolver: Resolver;
  readonly recipes: RecipeHost;
  /** Without it, programs are not looked at before they start. */
  readonly probe?: ProgramProbe;
}

/** The use-cases that end in values: everything is checked first, then read, all of it or none. */
export class Runs {
  readonly #ports: RunPorts;

  constructor(ports: RunPorts) {
    this.#ports = ports;
  }

  async resolve(reference: string, signal?: AbortSignal): Promise<Secret<string | Uint8Array>> {
    const settings = await this.#ports.settings.read();
    const [resolved] = await this.#ports.resolver.resolve([useOfReference(settings, reference, "reference")], signal);
    const [value] = allOrNothing(resolved ? [resolved] : []);
    if (!value) throw new KeyferryError({ code: "internal", message: "the reference was not resolved" });
    return value.value;
  }

  async profile(request: RunRequest): Promise<ResolvedJob> {
    const settings = await this.#ports.settings.read();
    return this.#run(settings, await planned(settings, request, this.#ports.recipes), request.profile, request);
  }

  async adHoc(request: AdHocRequest): Promise<ResolvedJob> {
    const settings = await this.#ports.settings.read();
    return this.#run(settings, await planned(settings, request, this.#ports.recipes), undefined, request);
  }

  async plan(request: RunRequest | AdHocRequest): Promise<JobInput> {
    const settings = await this.#ports.settings.read();
    const plan = await planned(settings, request, this.#ports.recipes);
    const job = plan.job(new Map(plan.uses.map(({ setting }) => [setting, ""])));
    const payloads = job.payloads.map((payload) => ({ ...payload, parts: payload.parts.map(withoutValue) }));
    return { ...job, payloads, ...(await this.#environment(settings, request)) };
  }

  async check(name: string | undefined, signal?: AbortSignal): Promise<UseOutcome[]> {
    const settings = await this.#ports.settings.read();
    const profiles: readonly ProfileDefinition[] =
      name === undefined ? [...settings.profiles.values()] : [findNamed("profile", settings.profiles, name)[1]];
    const own = await ownSettingsOf(this.#ports.recipes, profiles);
    const unfit: UseOutcome[] = [];
    const owners = new Map<Use, string>();
    for (const profile of profiles) {
      const failures: Failure[] = [];
      for (const use of usesOf(settings, profile, failures, own)) owners.set(use, profile.name);
      for (const failure of failures) unfit.push(unfitOutcome(profile.name, failure));
    }
    const resolved = await this.#ports.resolver.resolve([...owners.keys()], signal);
    return [...unfit, ...resolved.map((result) => outcome(settings, result, owners.get(result.use)))];
  }

  async #run(
    settings: Settings,
    plan: Planned,
    profile: string | undefined,
    { signal, ...environment }: CallOptions & EnvironmentRequest,
  ): Promise<ResolvedJob> {
    // Before anything is read: a variable that no job gets is a mistake of the call.
    const inherited = await this.#environment(settings, environment);
    if (plan.recipe && this.#ports.probe) {
      await checkPrograms(plan.recipe, this.#ports.probe, inherited.withheldVariables);
    }
    const results = allOrNothing(await this.#ports.resolver.resolve(plan.uses, signal));
    const values = new Map(results.map(({ use, value }) => [use.setting, value]));
    return {
      job: { ...plan.job(values), ...inherited },
      uses: results.map((result) => outcome(settings, result, profile)),
    };
  }

  /** No job is to see the variables of any connection's login, whichever connections it uses. */
  async #environment(settings: Settings, request: EnvironmentRequest) {
    const ids = [...settings.connections.keys()];
    const of = async (variables: (id: string) => Promise<readonly string[]>) =>
      (await Promise.all(ids.map(variables))).flat();
    const { pool } = this.#ports;
    const [sources, ambient] = await Promise.all([
      of((id) => pool.sourceVariables(id)),
      of((id) => pool.ambientVariables(id)),
    ]);
    return jobEnvironment(request, { sources, ambient });
  }
}

function withoutValue(part: PayloadPart): PayloadPart {
  return typeof part === "string" ? part : { ...part, value: "" };
}

type Succeeded = Resolved & { readonly ok: true };

/** The values, or every failure at once. */
function allOrNothing(results: readonly Resolved[]): Succeeded[] {
  const [first, ...rest] = results.flatMap((result) => (result.ok ? [] : result.failures));
  if (first) throw new KeyferryError(first, ...rest);
  return results.filter((result): result is Succeeded => result.ok);
}

function outcome(settings: Settings, result: Resolved, profile: string | undefined): UseOutcome {
  const { setting, secret, connectionId } = result.use;
  const [failure] = result.ok ? [] : result.failures;
  return {
    ...(profile === undefined ? {} : { profile }),
    setting,
    secret,
    connection: settings.connections.get(connectionId)?.name ?? connectionId,
    ok: result.ok,
    ...(result.ok && result.version !== undefined ? { version: result.version } : {}),
    ...(failure ? { failure } : {}),
  };
}

function unfitOutcome(profile: string, failure: Failure): UseOutcome {
  const { setting, secret, connection } = failure;
  return { profile, setting: setting ?? "", secret: secret ?? "", connection: connection ?? "", ok: false, failure };
}
