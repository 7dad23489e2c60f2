import type { Failure } from "../contract/failure.ts";
import type { RunGlance } from "./audit-views.ts";

/** A setting of a profile that a change affects. */
export interface ImpactUse {
  readonly profile: string;
  readonly setting: string;
  readonly secret: string;
  /** The profile's newest run; absent if the audit has none. */
  readonly lastRun?: RunGlance;
  /** The version that it used here. */
  readonly version?: string;
}

/** What a change of a secret or of a connection affects. */
export interface ImpactView {
  readonly kind: "secret" | "connection";
  readonly name: string;
  /** For a connection: its secrets, and those of `connections`. */
  readonly secrets?: readonly string[];
  /** The connections that log in with it. */
  readonly connections: readonly string[];
  readonly uses: readonly ImpactUse[];
}

/**
 * `behind`: the manager has a newer version than the one that the newest run used. `unknown`: the manager does not say.
 */
export type DriftState = "current" | "behind" | "never-run" | "pinned" | "unknown";

export interface DriftUse extends ImpactUse {
  readonly connection: string;
  readonly state: DriftState;
  /** The newest version, if the manager lists versions. */
  readonly newest?: string;
  /** ISO 8601 instant of the value's last change. */
  readonly changedAt?: string;
}

export interface ExpiringSecretView {
  readonly secret: string;
  readonly connection: string;
  readonly expiresAt: string;
  /** The names of the profiles that use it. */
  readonly profiles: readonly string[];
}

export interface EndingLoginView {
  readonly connection: string;
  readonly expiresAt: string;
  readonly identity?: string;
}

export interface DriftView {
  readonly uses: readonly DriftUse[];
  readonly expiring: readonly ExpiringSecretView[];
  readonly logins: readonly EndingLoginView[];
  /** Failures of the managers that could not be asked. */
  readonly problems: readonly Failure[];
}

/** How the connections of a profile log in: where each credential comes from, never what it is. */
export interface ProfileLoginsView {
  readonly profile: { readonly id: string; readonly name: string };
  /** Whole seconds. */
  readonly timeLimit?: number;
  readonly logins: readonly {
    readonly connection: string;
    readonly provider: string;
    readonly method: string;
    /** Empty if the login comes from the machine's surroundings. */
    readonly sources: readonly { readonly field: string; readonly source: string }[];
  }[];
}
