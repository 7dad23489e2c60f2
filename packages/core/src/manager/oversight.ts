import type { AuditHead } from "../contract/audit.ts";
import type { AuditListing, AuditRunView, AuditVerification } from "./audit-views.ts";
import type { DriftView, ImpactView, ProfileLoginsView } from "./overview-views.ts";
import type { CallOptions } from "./use-cases.ts";
import type { PolicyView } from "./views.ts";

export interface Policies {
  /** The least rights for listing, and for reading the secrets that a profile uses: one view for each connection. Asks no manager. */
  ofProfile(name: string): Promise<readonly PolicyView[]>;
}

/** What the audit tells. Each call throws `KeyferryError` (`settings`) where the log is not fit to be read. */
export interface Audits {
  /** The runs in the order of their beginnings: the `last` of them, of one profile (by its name then) or of all. */
  list(options?: { readonly last?: number; readonly profile?: string }): Promise<AuditListing>;
  /** One run, by its id or the beginning of it. */
  show(run: string): Promise<AuditRunView>;
  /** Holds every record to the one before, and the log to a head that a report carries. */
  verify(expected?: AuditHead): Promise<AuditVerification>;
}

/** What the settings, the audit and the managers say together. No value is read for it. */
export interface Overview {
  /** Whom a change of a secret or a connection reaches. Asks no manager. `kind` where both have the name. */
  impact(name: string, options?: { readonly kind?: "secret" | "connection" }): Promise<ImpactView>;
  /** How the connections of a profile log in: for whoever schedules it. Asks no manager. */
  logins(profile: string): Promise<ProfileLoginsView>;
  /**
   * What has not yet run on the newest version, and what ends within so many days (30 if absent). Managers are asked by `check`, `list`
   * and `describe`; one that cannot be asked is told among the problems.
   */
  drift(options?: CallOptions & { readonly days?: number }): Promise<DriftView>;
}

/** One thing that the doctor looked at. */
export interface Finding {
  /** `settings`, `plugins`, `keeper`, `clock` …; an interface adds its own. */
  readonly area: string;
  /** An error keeps jobs from running as they should; a warning is worth a look. */
  readonly level: "ok" | "warning" | "error";
  readonly message: string;
  /** What to do about it. */
  readonly remedy?: string;
}

export interface Doctor {
  /**
   * What a run depends on. Changes nothing, and asks a manager about a login alone that can end and that nobody renews; `offline`: not
   * even about that. Broken settings are a finding, too.
   */
  examine(options?: CallOptions & { readonly offline?: boolean }): Promise<readonly Finding[]>;
}
