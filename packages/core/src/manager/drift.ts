import type { Failure } from "../contract/failure.ts";
import type { RemoteSecret } from "../contract/session.ts";
import type { SecretDefinition, Settings } from "../settings/model.ts";
import { glance } from "./impact.ts";
import { type LastRun, versionUsed } from "./last-runs.ts";
import type { Said } from "./newest.ts";
import type { DriftState, DriftUse, DriftView, EndingLoginView, ExpiringSecretView } from "./overview-views.ts";

/** A secret that profiles use. */
export interface UsedSecret {
  readonly id: string;
  readonly secret: SecretDefinition;
  readonly uses: { readonly profileId: string; readonly profile: string; readonly setting: string }[];
}

export interface DriftParts {
  readonly settings: Settings;
  readonly runs: ReadonlyMap<string, LastRun>;
  readonly used: ReadonlyMap<string, UsedSecret>;
  readonly said: Said;
  /** ISO 8601 instant: whatever expires before it is reported. */
  readonly until: string;
  readonly problems: readonly Failure[];
  readonly logins: readonly EndingLoginView[];
}

/** Combines what the settings, the audit and the managers say. Pure. */
export function driftOf({ settings, runs, used, said, until, problems, logins }: DriftParts): DriftView {
  const uses: DriftUse[] = [];
  const expiring: ExpiringSecretView[] = [];
  const failures = [...problems];
  for (const { id, secret, uses: places } of used.values()) {
    const answer = said.get(id);
    const remote = answer && !("failures" in answer) ? answer : undefined;
    if (answer && "failures" in answer)
      failures.push(...answer.failures.map((each) => ({ ...each, secret: secret.name })));
    const connection = settings.connections.get(secret.connection)?.name ?? secret.connection;
    const named = { secret: secret.name, connection };
    if (remote?.expiresAt !== undefined && remote.expiresAt <= until) {
      const profiles = [...new Set(places.map(({ profile }) => profile))].sort();
      expiring.push({ ...named, expiresAt: remote.expiresAt, profiles });
    }
    for (const { profileId, profile, setting } of places) {
      const run = runs.get(profileId);
      const version = versionUsed(run, setting, id);
      const newest = remote?.versions?.[0];
      uses.push({
        profile,
        setting,
        ...named,
        state: stateOf(secret, run?.uses.get(setting)?.secretId === id ? run : undefined, version, remote),
        ...(version === undefined ? {} : { version }),
        ...(newest === undefined ? {} : { newest }),
        ...(remote?.updatedAt === undefined ? {} : { changedAt: remote.updatedAt }),
        ...(run === undefined ? {} : { lastRun: glance(run) }),
      });
    }
  }
  return {
    uses: uses.sort(byNames),
    expiring: expiring.sort((a, b) => order(a.expiresAt, b.expiresAt)),
    logins: [...logins].sort((a, b) => order(a.expiresAt, b.expiresAt)),
    problems: once(failures),
  };
}

/**
 * How a run's version compares with the newest. A list of versions counts only if the run's own version is on it, since
 * some managers list only names of versions, or some of them. The time of the last change can prove a change after the
 * run; it proves that there was none only if the manager keeps no versions.
 */
function stateOf(
  secret: SecretDefinition,
  run: LastRun | undefined,
  version: string | undefined,
  remote: RemoteSecret | undefined,
): DriftState {
  if (secret.version !== undefined) return "pinned";
  if (run === undefined) return "never-run";
  if (remote === undefined) return "unknown";
  const at = version === undefined ? -1 : (remote.versions ?? []).indexOf(version);
  if (at >= 0) return at === 0 ? "current" : "behind";
  if (remote.updatedAt === undefined) return "unknown";
  if (remote.updatedAt > run.time) return "behind";
  return version === undefined ? "current" : "unknown";
}

/** A failure of a connection's login is returned by each of its secrets; it is reported once. */
function once(failures: readonly Failure[]): Failure[] {
  const told = new Map<string, Failure>();
  for (const failure of failures) {
    const shared = failure.code === "not-found" || failure.code === "invalid-address" ? failure.secret : undefined;
    told.set(JSON.stringify([failure.code, failure.connection, failure.message, shared]), failure);
  }
  return [...told.values()];
}

function byNames(a: DriftUse, b: DriftUse): number {
  return order(a.profile, b.profile) || order(a.setting, b.setting);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
