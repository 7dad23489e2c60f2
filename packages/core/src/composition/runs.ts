import type { ConnectionPool } from "../connections/port.ts";
import { formatDelivery } from "../contract/delivery.ts";
import { type Failure, KeyferryError } from "../contract/failure.ts";
import { type JobInput, type PayloadPart, payloadValues } from "../contract/job.ts";
import { checkPrograms, type ProgramProbe } from "../manager/check-programs.ts";
import { type EnvironmentRequest, jobEnvironment } from "../manager/job-environment.ts";
import { connectionsNeeded, type LoginEndPorts, loginsEndingSoon } from "../manager/login-ends.ts";
import { findNamed } from "../manager/named.ts";
import { ownSettingsOf } from "../manager/recipes.ts";
import type { AuditedRun, RunAudit } from "../manager/run-audit.ts";
import { usesOf } from "../manager/run-plan.ts";
import { useOfReference } from "../manager/uses.ts";
import type { LoginEnd } from "../manager/views.ts";
import type { RecipeHost } from "../plugins/recipe-host.ts";
import type { Resolver, Use } from "../resolve/resolver.ts";
import type { Secret } from "../secret/secret.ts";
import type { ProfileDefinition, Settings } from "../settings/model.ts";
import type { SettingsStore } from "../settings/port.ts";
import type { ProfileLock } from "../state/profile-lock.ts";
import type { AdHocRequest, HelperRequest, ResolvedJob, RunOptions, RunRequest, UseOutcome } from "./keyferry.ts";
import { type Planned, planned } from "./planned.ts";
import { aboutJob, allOrNothing, auditedUse, newerOnly, outcome, type Succeeded, unfitOutcome } from "./run-outcome.ts";

export interface RunPorts {
  readonly settings: SettingsStore;
  readonly pool: ConnectionPool;
  readonly resolver: Resolver;
  readonly audit: RunAudit;
  readonly lock: ProfileLock;
  readonly recipes: RecipeHost;
  readonly ends: LoginEndPorts;
  /** Without it, programs are not checked before they start. */
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
    const uses = [useOfReference(settings, reference, "reference")];
    const audited = await this.#ports.audit.begin(settings.audit ?? "required", { purpose: "reference" });
    const [value] = await this.#read(settings, uses, audited, signal ? { signal } : {});
    if (!value) throw new KeyferryError({ code: "internal", message: "the reference was not resolved" });
    return value.value;
  }

  async profile(request: RunRequest): Promise<ResolvedJob> {
    const settings = await this.#ports.settings.read();
    const plan = await planned(settings, request, this.#ports.recipes);
    const [id, { name, oneAtATime, timeLimit }] = findNamed("profile", settings.profiles, request.profile);
    const release = await this.#take({ id, name }, request.oneAtATime ?? oneAtATime);
    try {
      const again = (retryOf: string) => this.profile({ ...request, retryOf });
      const { run, ...resolved } = await this.#run(settings, plan, request, again, { id, name });
      const ended: typeof run.ended = (end) => run.ended(end).finally(release);
      return { ...resolved, run: { ...run, ended, ...(timeLimit === undefined ? {} : { timeLimit }) } };
    } catch (thrown) {
      await release();
      throw thrown;
    }
  }

  async adHoc(request: AdHocRequest): Promise<ResolvedJob> {
    const settings = await this.#ports.settings.read();
    const again = (retryOf: string) => this.adHoc({ ...request, retryOf });
    return this.#run(settings, await planned(settings, request, this.#ports.recipes), request, again);
  }

  async plan(request: RunRequest | AdHocRequest): Promise<JobInput> {
    const settings = await this.#ports.settings.read();
    const plan = await planned(settings, request, this.#ports.recipes);
    const job = emptied(plan);
    const payloads = job.payloads.map((payload) => ({ ...payload, parts: payload.parts.map(withoutValue) }));
    return { ...job, payloads, ...jobEnvironment(request, await this.#ports.pool.loginVariables(settings)) };
  }

  async helper(request: HelperRequest): Promise<Readonly<Record<string, Secret<string | Uint8Array>>>> {
    const settings = await this.#ports.settings.read();
    const { helper, values, reason, signal } = request;
    const uses = Object.entries(values).map(([part, reference]) => useOfReference(settings, reference, part));
    const about = { purpose: "helper", program: helper, ...(reason === undefined ? {} : { reason }) } as const;
    const audited = await this.#ports.audit.begin(settings.audit ?? "required", about);
    const results = await this.#read(settings, uses, audited, signal ? { signal } : {}, () => "stdout");
    return Object.fromEntries(results.map(({ use, value }) => [use.setting, value]));
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
    const audited = await this.#ports.audit.begin(settings.audit ?? "required", { purpose: "check" });
    const resolved = await this.#ports.resolver.resolve([...owners.keys()], signal);
    const read = resolved.filter((result) => result.ok);
    await audited.resolved(read.map((result) => auditedUse(settings, result, { profile: owners.get(result.use) })));
    return [...unfit, ...resolved.map((result) => outcome(settings, result, owners.get(result.use)))];
  }

  /** Ends with this process, if nobody releases it. */
  async #take(profile: { id: string; name: string }, oneAtATime = false): Promise<() => Promise<void>> {
    return oneAtATime ? this.#ports.lock.take(profile) : async () => {};
  }

  async #run(
    settings: Settings,
    plan: Planned,
    request: RunOptions & EnvironmentRequest,
    repeat: (retryOf: string) => Promise<ResolvedJob>,
    profile?: { readonly id: string; readonly name: string },
  ): Promise<ResolvedJob> {
    // Before anything is read: asking for a variable that no job gets, or for a missing program, is a mistake of the
    // caller.
    const inherited = jobEnvironment(request, await this.#ports.pool.loginVariables(settings));
    if (plan.recipe && this.#ports.probe) {
      await checkPrograms(plan.recipe, this.#ports.probe, inherited.withheldVariables);
    }
    const empty = emptied(plan);
    const audited = await this.#ports.audit.begin(
      settings.audit ?? "required",
      aboutJob(empty.program, request, profile),
    );
    const deliveries = deliveriesOf(empty);
    const needed = connectionsNeeded(settings, new Set(plan.uses.map(({ connectionId }) => connectionId)));
    let loginEnds: readonly LoginEnd[] = [];
    // After the reading, since a login with few uses is needed for that first, and while the audit is being written.
    const lookAtEnds = async () => {
      loginEnds = await loginsEndingSoon(needed, this.#ports.ends, request.signal);
    };
    const deliveryOf = ({ setting }: Use) => deliveries.get(setting);
    const results = await this.#read(settings, plan.uses, audited, request, deliveryOf, lookAtEnds);
    this.#ports.pool.closeDescriptors(settings);
    const read = results.map((result) => outcome(settings, result, profile?.name));
    return {
      job: { ...plan.job(new Map(results.map(({ use, value }) => [use.setting, value]))), ...inherited },
      uses: read,
      loginEnds,
      run: {
        id: audited.id,
        ended: async (end) => ({ ...(await audited.ended(end)), ...(loginEnds.length > 0 ? { loginEnds } : {}) }),
        again: async () => newerOnly(read, await repeat(audited.id)),
      },
    };
  }

  /** The values, once they are recorded in the audit. */
  async #read(
    settings: Settings,
    uses: readonly Use[],
    audited: AuditedRun,
    { signal, refused }: RunOptions,
    deliveryOf: (use: Use) => string | undefined = () => undefined,
    meanwhile: () => Promise<void> = async () => {},
  ): Promise<Succeeded[]> {
    const results = await this.#ports.resolver.resolve(uses, signal);
    const failures = results.flatMap((result) => (result.ok ? [] : result.failures));
    if (failures.length > 0) refused?.(await audited.refused(failures));
    const read = allOrNothing(results);
    const written = read.map((result) => auditedUse(settings, result, { delivery: deliveryOf(result.use) }));
    await Promise.all([audited.resolved(written), meanwhile()]);
    return read;
  }
}

/** The job with an empty text in place of each secret: for its shape. */
function emptied(plan: Planned): Omit<JobInput, "withheldVariables"> {
  return plan.job(new Map(plan.uses.map(({ setting }) => [setting, ""])));
}

function withoutValue(part: PayloadPart): PayloadPart {
  return typeof part === "string" ? part : { ...part, value: "" };
}

/** Setting → its delivery, as a person writes it. */
function deliveriesOf({ payloads }: Pick<JobInput, "payloads">): ReadonlyMap<string, string> {
  return new Map(
    payloads.flatMap((payload) =>
      payloadValues(payload).map(({ setting }): [string, string] => [setting, formatDelivery(payload.delivery)]),
    ),
  );
}
