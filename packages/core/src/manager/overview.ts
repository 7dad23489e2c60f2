import type { Clock } from "../contract/clock.ts";
import { type Failure, isKeyferryError } from "../contract/failure.ts";
import type { RemoteReader } from "../resolve/port.ts";
import type { Settings } from "../settings/model.ts";
import type { SettingsStore } from "../settings/port.ts";
import type { ReadAudit } from "./audit-manager.ts";
import { driftOf, type UsedSecret } from "./drift.ts";
import { impactOf } from "./impact.ts";
import { lastRuns } from "./last-runs.ts";
import { askNewest, type Said } from "./newest.ts";
import type { Overview } from "./oversight.ts";
import type { DriftView, EndingLoginView, ImpactView, ProfileLoginsView } from "./overview-views.ts";
import { loginsOf } from "./profile-logins.ts";
import type { CallOptions } from "./use-cases.ts";

export interface OverviewPorts {
  readonly store: SettingsStore;
  readonly remote: RemoteReader;
  readonly clock: Clock;
  readonly readAudit: ReadAudit;
}

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;

/** Combines what the settings, the audit and the managers say. No value is read for it. */
export class OverviewManager implements Overview {
  readonly #ports: OverviewPorts;

  constructor(ports: OverviewPorts) {
    this.#ports = ports;
  }

  async impact(name: string, { kind }: { readonly kind?: "secret" | "connection" } = {}): Promise<ImpactView> {
    const settings = await this.#ports.store.read();
    return impactOf(settings, await lastRuns(this.#ports.readAudit), name, kind);
  }

  async logins(profile: string): Promise<ProfileLoginsView> {
    return loginsOf(await this.#ports.store.read(), profile);
  }

  async drift({ signal, days = DEFAULT_DAYS }: CallOptions & { readonly days?: number } = {}): Promise<DriftView> {
    const { store, readAudit, clock } = this.#ports;
    const settings = await store.read();
    const runs = await lastRuns(readAudit);
    const used = usedSecrets(settings);
    const byConnection = Map.groupBy(used.values(), ({ secret }) => secret.connection);
    const until = new Date(clock.now().getTime() + days * DAY_MS).toISOString();
    const problems: Failure[] = [];
    const logins: EndingLoginView[] = [];
    const parts = await Promise.all(
      [...byConnection].map(async ([id, secrets]) => {
        const login = await this.#login(settings, id, until, problems, signal);
        if (login) logins.push(login);
        const asked = secrets.map(({ id: secretId, secret: { remoteName } }) => ({ id: secretId, remoteName }));
        return askNewest(this.#ports.remote, id, asked, signal);
      }),
    );
    const said: Said = new Map(parts.flatMap((part) => [...part]));
    return driftOf({ settings, runs, used, said, until, problems, logins });
  }

  async #login(
    settings: Settings,
    id: string,
    until: string,
    problems: Failure[],
    signal: AbortSignal | undefined,
  ): Promise<EndingLoginView | undefined> {
    try {
      const { expiresAt, renewable, identity } = await this.#ports.remote.check(id, signal);
      // A login that is renewed automatically ends with the run.
      if (expiresAt === undefined || renewable || expiresAt > until) return undefined;
      const connection = settings.connections.get(id)?.name ?? id;
      return { connection, expiresAt, ...(identity === undefined ? {} : { identity }) };
    } catch (thrown) {
      if (!isKeyferryError(thrown)) throw thrown;
      problems.push(...thrown.failures);
      return undefined;
    }
  }
}

/** Secret id → the secret, and who uses it. Only secrets that profiles use are included. */
function usedSecrets({ secrets, profiles }: Settings): Map<string, UsedSecret> {
  const used = new Map<string, UsedSecret>();
  for (const [profileId, { name, settings }] of profiles) {
    for (const [setting, value] of Object.entries(settings)) {
      if (!("secret" in value)) continue;
      const secret = secrets.get(value.secret);
      if (secret === undefined) continue;
      const known = used.get(value.secret) ?? { id: value.secret, secret, uses: [] };
      used.set(value.secret, known);
      known.uses.push({ profileId, profile: name, setting });
    }
  }
  return used;
}
