import type { Clock } from "../contract/clock.ts";
import type { Failure } from "../contract/failure.ts";
import type { LogRecord } from "../contract/host.ts";
import type { JobInput } from "../contract/job.ts";
import type { ProviderPlugin } from "../contract/plugin.ts";
import type { EventListener } from "../events/events.ts";
import type {
  Assistance,
  CallOptions,
  Connections,
  Doctor,
  Policies,
  Profiles,
  Providers,
  Secrets,
} from "../manager/use-cases.ts";
import type { Limits } from "../resolve/limits.ts";
import type { Secret } from "../secret/secret.ts";
import type { ProgramJob } from "../settings/model.ts";

export interface KeyferryOptions {
  /** Absolute path of the settings file; else `KEYFERRY_SETTINGS` of `env`, else the OS's config folder. */
  readonly settings?: string;
  /** The environment that settings and login sources are read from; the process's own if absent. Never changed. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The plugins of a library host. With them, none is looked for. */
  readonly plugins?: readonly ProviderPlugin[];
  /** Where plugin packages are resolved from besides the settings' folder: file URLs, such as the CLI's `import.meta.url`. */
  readonly pluginRoots?: readonly string[];
  /** Ids of providers to offer in `providers.list()` besides those that the settings name. */
  readonly offeredProviders?: readonly string[];
  readonly clock?: Clock;
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
}

export interface RunRequest extends CallOptions {
  readonly profile: string;
  /** Overrides of this run: setting → delivery. */
  readonly deliver?: Readonly<Record<string, string>>;
  /** Overrides the profile's job. */
  readonly job?: ProgramJob;
}

export interface AdHocRequest extends CallOptions {
  /** Variable → reference. */
  readonly env: Readonly<Record<string, string>>;
  readonly job: ProgramJob;
}

/** A host of Keyferry: every use-case, over one settings folder. */
export interface Keyferry {
  readonly settingsPath: string;
  readonly providers: Providers;
  readonly connections: Connections;
  readonly secrets: Secrets;
  readonly profiles: Profiles;
  readonly policies: Policies;
  readonly assistance: Assistance;
  readonly doctor: Doctor;
  /** Reads one reference. */
  resolve(reference: string, options?: CallOptions): Promise<Secret<string | Uint8Array>>;
  /** Checks everything about a profile, then reads all its values, or throws all failures at once. */
  resolveProfile(request: RunRequest): Promise<ResolvedJob>;
  /** The same for a run without a profile. */
  resolveAdHoc(request: AdHocRequest): Promise<ResolvedJob>;
  /** Resolves one profile, or all, and delivers nothing. Only a broken setup throws. */
  check(profile?: string, options?: CallOptions): Promise<readonly UseOutcome[]>;
  /** Called for each event until the returned function is called. */
  on(listener: EventListener): () => void;
  /** Ends every session. */
  dispose(): Promise<void>;
}
