import type { AuditSink } from "../contract/audit.ts";
import type { Clock } from "../contract/clock.ts";
import type { OpenCredentialStore } from "../contract/credential-store.ts";
import type { Failure } from "../contract/failure.ts";
import type { LogRecord } from "../contract/host.ts";
import type { JobInput } from "../contract/job.ts";
import type { ProviderPlugin } from "../contract/plugin.ts";
import type { Recipe } from "../contract/recipe.ts";
import type { EventListener } from "../events/events.ts";
import type { Assistance } from "../manager/assistance.ts";
import type { ProgramProbe } from "../manager/check-programs.ts";
import type { EnvironmentRequest } from "../manager/job-environment.ts";
import type { Audits, Doctor, Overview, Policies } from "../manager/oversight.ts";
import type { RunEnd, RunReport } from "../manager/run-report.ts";
import type {
  CallOptions,
  ConnectionLogins,
  Connections,
  Profiles,
  Providers,
  Recipes,
  Secrets,
} from "../manager/use-cases.ts";

import type { LoginEnd } from "../manager/views.ts";
import type { Limits } from "../resolve/limits.ts";
import type { Secret } from "../secret/secret.ts";
import type { ProgramJob } from "../settings/model.ts";

export interface KeyferryOptions {
  /** Absolute path of the settings file; else `KEYFERRY_SETTINGS` of `env`, else the OS's config folder. */
  readonly settings?: string;
  /**
   * The environment from which settings and login sources are read; the process's own if absent. It is never changed.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * The descriptors from 3 on that this process was started with are meant for logins: `fd:` sources read and close
   * them, and those that were not read are closed before a job starts. Only for programs that open no files of their
   * own before, such as a command line. False if absent.
   */
  readonly takeDescriptors?: boolean;
  /**
   * Called once while the first values are awaited, so that the caller can load what it needs next. It must not throw.
   */
  readonly whileReading?: () => void;
  /** The plugins of a library host. If given, no others are looked for. */
  readonly plugins?: readonly ProviderPlugin[];
  /**
   * Places besides the settings' folder from which plugin packages are resolved: file URLs, such as a program's
   * `import.meta.url`.
   */
  readonly pluginRoots?: readonly string[];
  /** Ids of providers to offer in `providers.list()` besides those that the settings name. */
  readonly offeredProviders?: readonly string[];
  /** Opens the credential store when a `stored` source is first used; without it such sources fail (`plugin`). */
  readonly credentialStore?: OpenCredentialStore;
  /** The host's own recipes, loaded when they are first needed; those of listed packages are added. */
  readonly recipes?: () => Promise<readonly Recipe[]>;
  /**
   * Asks a program for its version, so that a recipe's programs are checked before any secret is read; if absent, they
   * are not checked.
   */
  readonly probeProgram?: ProgramProbe;
  readonly clock?: Clock;
  /** Where the audit goes; a log in the state folder if absent. */
  readonly audit?: AuditSink;
  readonly limits?: Partial<Limits>;
  /** Takes what plugins log, redacted. Nothing is logged if absent. */
  readonly log?: (record: LogRecord & { readonly connection: string }) => void;
}

/** One use of a secret and how its resolution went: what `check` reports. */
export interface UseOutcome {
  readonly profile?: string;
  readonly setting: string;
  readonly secret: string;
  readonly connection: string;
  readonly ok: boolean;
  /** The exact version that was read. */
  readonly version?: string;
  readonly failure?: Failure;
}

/** A job with its resolved values, ready to be started. */
export interface ResolvedJob {
  readonly job: JobInput;
  readonly uses: readonly UseOutcome[];
  /** Logins of this run that expire soon, for a warning before the job starts. */
  readonly loginEnds: readonly LoginEnd[];
  readonly run: {
    /** The id of this run in the audit. */
    readonly id: string;
    /** The profile's time limit, in whole seconds. Whoever starts the job must enforce it. */
    readonly timeLimit?: number;
    /**
     * Records how the job ended, releases the profile, and resolves with the report. To be called once, by whoever
     * starts the job.
     */
    ended(end: RunEnd): Promise<RunReport>;
    /**
     * For a job that ended with one of its `loginFailed` codes: reads everything again, as a run of its own that
     * repeats this one. Undefined if no version differs from the one that was used, so that repeating would change
     * nothing.
     */
    again(): Promise<ResolvedJob | undefined>;
  };
}

/** Options of a run of a job. */
export interface RunOptions extends CallOptions {
  /** Why, for the audit; at most 500 characters. */
  readonly reason?: string;
  /** The id of the run that this one repeats. */
  readonly retryOf?: string;
  /** Refuses (`busy`) while another run of the profile is not over, even if the profile does not ask for that. */
  readonly oneAtATime?: boolean;
  /** Receives the report of a run that was refused, before its failures are thrown. */
  readonly refused?: (report: RunReport) => void;
}

export interface RunRequest extends RunOptions, EnvironmentRequest {
  readonly profile: string;
  /** Deliveries for this run only: setting → delivery. */
  readonly deliver?: Readonly<Record<string, string>>;
  /** The job of this run, instead of the profile's. */
  readonly job?: ProgramJob;
}

export interface AdHocRequest extends RunOptions, EnvironmentRequest {
  /** Variable → reference. */
  readonly env: Readonly<Record<string, string>>;
  /** Variable → text that is not secret. */
  readonly literals?: Readonly<Record<string, string>>;
  readonly job: ProgramJob;
}

/** What to resolve for a helper's answer to another program. */
export interface HelperRequest extends CallOptions {
  /** The helper's name, for the audit. */
  readonly helper: string;
  /** Part of the answer → reference. */
  readonly values: Readonly<Record<string, string>>;
  readonly reason?: string;
}

/** Keyferry's host: every use-case, over one settings folder. */
export interface Keyferry {
  readonly settingsPath: string;
  readonly providers: Providers;
  readonly connections: Connections;
  readonly logins: ConnectionLogins;
  readonly secrets: Secrets;
  readonly profiles: Profiles;
  readonly recipes: Recipes;
  readonly policies: Policies;
  readonly assistance: Assistance;
  readonly audits: Audits;
  readonly overview: Overview;
  readonly doctor: Doctor;
  /** Resolves one reference. The value stays sealed until `openForDelivery` opens it. */
  resolve(reference: string, options?: CallOptions): Promise<Secret<string | Uint8Array>>;
  /** Checks everything about a profile, then reads all its values; otherwise throws all failures at once. */
  resolveProfile(request: RunRequest): Promise<ResolvedJob>;
  /** The same for a run without a profile. */
  resolveAdHoc(request: AdHocRequest): Promise<ResolvedJob>;
  /** What a run would start, checked as far as is possible without asking a manager. Every value in it is empty. */
  planRun(request: RunRequest | AdHocRequest): Promise<JobInput>;
  /** Reads the parts of a helper's answer, all of them or none. */
  resolveForHelper(request: HelperRequest): Promise<Readonly<Record<string, Secret<string | Uint8Array>>>>;
  /** Resolves one profile, or all, and delivers nothing. Failed uses are results; only a broken setup throws. */
  check(profile?: string, options?: CallOptions): Promise<readonly UseOutcome[]>;
  /** Called for each event until the returned function is called. */
  on(listener: EventListener): () => void;
  /** Ends every session. */
  dispose(): Promise<void>;
}
