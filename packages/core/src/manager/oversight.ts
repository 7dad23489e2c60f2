import type { AuditHead } from "../contract/audit.ts";
import type { AuditListing, AuditRunView, AuditVerification } from "./audit-views.ts";
import type { DriftView, ImpactView, ProfileLoginsView } from "./overview-views.ts";
import type { CallOptions } from "./use-cases.ts";
import type { PolicyView } from "./views.ts";

export interface Policies {
  /** The least rights for listing, and for reading the secrets that a profile uses: one view for each connection. Asks no manager. */
  ofProfile(name: string): Promise<readonly PolicyView[]>;
}

/** Reads the audit. Each call throws `KeyferryError` (`settings`) if the log cannot be read safely. */
export interface Audits {
  /**
   * The runs in the order in which they began: only the `last` of them, and of one profile (by the name it had then) or
   * of all.
   */
  list(options?: { readonly last?: number; readonly profile?: string }): Promise<AuditListing>;
  /** One run, by its id or the beginning of it. */
  show(run: string): Promise<AuditRunView>;
  /** Checks every record against the one before it, and the log against an expected head, such as one from a report. */
  verify(expected?: AuditHead): Promise<AuditVerification>;
}

/** What can be told from the settings, the audit and the managers together. No value is read for it. */
export interface Overview {
  /** What a change of a secret or a connection affects. Asks no manager. `kind` is needed if both have that name. */
  impact(name: string, options?: { readonly kind?: "secret" | "connection" }): Promise<ImpactView>;
  /** How the connections of a profile log in, for scheduling it. Asks no manager. */
  logins(profile: string): Promise<ProfileLoginsView>;
  /**
   * What has not yet run on the newest version, and what expires within `days` (30 if absent). Managers are asked with
   * `check`, `list` and `describe`; one that cannot be asked is reported among the problems.
   */
  drift(options?: CallOptions & { readonly days?: number }): Promise<DriftView>;
}

/** One result of the doctor's checks. */
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
   * Checks what a run depends on. Changes nothing, and asks managers only about logins that can expire and that nobody
   * renews; with `offline`, not even that. Broken settings are a finding, too.
   */
  examine(options?: CallOptions & { readonly offline?: boolean }): Promise<readonly Finding[]>;
}
