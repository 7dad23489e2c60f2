import type { AuditedPurpose, AuditedUse } from "../contract/audit.ts";
import { type Failure, KeyferryError } from "../contract/failure.ts";
import type { Resolved } from "../resolve/resolver.ts";
import type { Settings } from "../settings/model.ts";
import type { ResolvedJob, RunOptions, UseOutcome } from "./keyferry.ts";

export type Succeeded = Resolved & { readonly ok: true };

/**
 * A repeated run, if it read another version of any secret than the first one. Otherwise that is recorded, and the
 * result is undefined.
 */
export async function newerOnly(
  before: readonly UseOutcome[],
  repeated: ResolvedJob,
): Promise<ResolvedJob | undefined> {
  const used = new Map(before.map(({ setting, version }) => [setting, version]));
  const newer = repeated.uses.some(({ setting, version }) => version !== undefined && version !== used.get(setting));
  if (newer) return repeated;
  await repeated.run.ended({ outcome: "not-started", exitCode: 0 });
  return undefined;
}

/** The values, or every failure at once. */
export function allOrNothing(results: readonly Resolved[]): Succeeded[] {
  const [first, ...rest] = results.flatMap((result) => (result.ok ? [] : result.failures));
  if (first) throw new KeyferryError(first, ...rest);
  return results.filter((result): result is Succeeded => result.ok);
}

export function aboutJob(
  program: string,
  { reason, retryOf }: RunOptions,
  profile: AuditedPurpose["profile"],
): Omit<AuditedPurpose, "run" | "who"> {
  return {
    purpose: "job",
    program,
    ...(profile === undefined ? {} : { profile }),
    ...(reason === undefined ? {} : { reason }),
    ...(retryOf === undefined ? {} : { retryOf }),
  };
}

export function auditedUse(
  settings: Settings,
  { use, version }: Succeeded,
  { profile, delivery }: { readonly profile?: string | undefined; readonly delivery?: string | undefined },
): AuditedUse {
  const { setting, secret, secretId, connectionId } = use;
  return {
    setting,
    secret,
    ...(secretId === undefined ? {} : { secretId }),
    connection: settings.connections.get(connectionId)?.name ?? connectionId,
    ...(version === undefined ? {} : { version }),
    ...(delivery === undefined ? {} : { delivery }),
    ...(profile === undefined ? {} : { profile }),
  };
}

export function outcome(settings: Settings, result: Resolved, profile: string | undefined): UseOutcome {
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

export function unfitOutcome(profile: string, failure: Failure): UseOutcome {
  const { setting, secret, connection } = failure;
  return { profile, setting: setting ?? "", secret: secret ?? "", connection: connection ?? "", ok: false, failure };
}
