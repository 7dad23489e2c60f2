import type { AuditSink } from "../contract/audit.ts";
import type { Clock } from "../contract/clock.ts";
import type { OpenCredentialStore } from "../contract/credential-store.ts";
import type { Failure } from "../contract/failure.ts";
import type { LogRecord } from "../contract/host.ts";
import type { JobInput } from "../contract/job.ts";
import type { ProviderPlugin } from "../contract/plugin.ts";
import type { Recipe } from "../contract/recipe.ts";
import type { EventListener } from "../events/events.ts";
import type { ProgramProbe } from "../manager/check-programs.ts";
import type { EnvironmentRequest } from "../manager/job-environment.ts";
import type { Audits, Doctor, Overview, Policies } from "../manager/oversight.ts";
import type { RunEnd, RunReport } from "../manager/run-report.ts";
import type {
  Assistance,
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
  /** The environment that settings and login sources are read from; the process's own if absent. Never changed. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * The descriptors from 3 on that this process was started with are for logins: `fd:` sources read and close them, and close
   * them unread before a job. For a program that opens nothing by itself, such as a command line. False if absent.
   */
  readonly takeDescriptors?: boolean;
  /** Called once, while the first values are waited for: the time to load what is needed right after. It must not throw. */
  readonly whileReading?: () => void;
  /** The plugins of a library host. With them, none is looked for. */
  readonly plugins?: readonly ProviderPlugin[];
  /** Where plugin packages are resolved from besides the settings' folder: file URLs, such as the CLI's `import.meta.url`. */
  readonly pluginRoots?: readonly string[];
  /** Ids of providers to offer in `providers.list()` besides those that the settings name. */
  readonly offeredProviders?: readonly string[];
  /** Opens the store of `stored` sources, at their first use; without it they fail (`plugin`). */
  readonly credentialStore?: OpenCredentialStore;
  /** The recipes that the host brings, asked for at the first need; those of listed packages come besides. */
  readonly recipes?: () => Promise<readonly Recipe[]>;
  /** Asks a program for its version, so that a recipe's programs are checked before anything is read; not checked if absent. */
  readonly probeProgram?: ProgramProbe;
  readonly clock?: Clock;
  /** Where the audit goes; a log in the state folder if absent. */
  readonly audit?: AuditSink;
  readonly limits?: Partial<Limits>;
  /** Takes what plugins log, redacted. Nothing is logged if absent. */
  readonly log?: (record: LogRecord & { readonly connection: string }) => void;
}

/** One use and how its resolution went: what `check` reports. */
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

/** What was resolved for a job, for reports: never a value. */
export interface ResolvedJob {
  readonly job: JobInput;
  readonly uses: readonly UseOutcome[];
  /** Logins of this run that end soon, for a warning before the job starts. */
  readonly loginEnds: readonly LoginEnd[];
  readonly run: {
    /** By which the audit names this run. */
    readonly id: string;
    /** The profile's time limit, in whole seconds: whoever starts the job keeps it. */
    readonly timeLimit?: number;
    /** Tells the audit how the job ended, gives the profile free, and gives the report. Called once, by whoever starts the job. */
    ended(end: RunEnd): Promise<RunReport>;
    /**
     * For a job that ended with one of its `loginFailed` codes: reads all again, as a run of its own that repeats this one. Nothing where no
     * version differs from the one that was used, so that repeating would change nothing.
     */
    again(): Promise<ResolvedJob | undefined>;
  };
}

/** For runs of a job. */
export interface RunOptions extends CallOptions {
  /** Why, for the audit; at most 500 characters. */
  readonly reason?: string;
  /** The id of the run that this one repeats. */
  readonly retryOf?: string;
  /** Refuses (`busy`) while another run of the profile is not over, also where the profile does not ask for it. */
  readonly oneAtATime?: boolean;
  /** Takes the report of a run that came to nothing, before its failures are thrown. */
  readonly refused?: (report: RunReport) => void;
}

export interface RunRequest extends RunOptions, EnvironmentRequest {
  readonly profile: string;
  /** Overrides of this run: setting → delivery. */
  readonly deliver?: Readonly<Record<string, string>>;
  /** Overrides the profile's job. */
  readonly job?: ProgramJob;
}

export interface AdHocRequest extends RunOptions, EnvironmentRequest {
  /** Variable → reference. */
  readonly env: Readonly<Record<string, string>>;
  /** Variable → text that is no secret. */
  readonly literals?: Readonly<Record<string, string>>;
  readonly job: ProgramJob;
}

/** What a helper of another program answers with. */
export interface HelperRequest extends CallOptions {
  /** The helper's name, for the audit. */
  readonly helper: string;
  /** Part of the answer → reference. */
  readonly values: Readonly<Record<string, string>>;
  readonly reason?: string;
}

/** A host of Keyferry: every use-case, over one settings folder. */
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
  /** Reads one reference. */
  resolve(reference: string, options?: CallOptions): Promise<Secret<string | Uint8Array>>;
  /** Checks everything about a profile, then reads all its values, or throws all failures at once. */
  resolveProfile(request: RunRequest): Promise<ResolvedJob>;
  /** The same for a run without a profile. */
  resolveAdHoc(request: AdHocRequest): Promise<ResolvedJob>;
  /** What a run would start, checked as far as it can be without asking a manager: every value in it is empty. */
  planRun(request: RunRequest | AdHocRequest): Promise<JobInput>;
  /** Reads the parts of a helper's answer, all of them or none. */
  resolveForHelper(request: HelperRequest): Promise<Readonly<Record<string, Secret<string | Uint8Array>>>>;
  /** Resolves one profile, or all, and delivers nothing. Only a broken setup throws. */
  check(profile?: string, options?: CallOptions): Promise<readonly UseOutcome[]>;
  /** Called for each event until the returned function is called. */
  on(listener: EventListener): () => void;
  /** Ends every session. */
  dispose(): Promise<void>;
}
