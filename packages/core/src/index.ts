/** `@keyferry/core`: the host of Keyferry, for command lines and for Node programs that resolve secrets themselves. */
export { createKeyferry } from "./composition/create-keyferry.ts";
export type {
  AdHocRequest,
  Keyferry,
  KeyferryOptions,
  ResolvedJob,
  RunRequest,
  UseOutcome,
} from "./composition/keyferry.ts";
export type { Clock } from "./contract/clock.ts";
export {
  ERROR_CODES,
  type ErrorCode,
  type Failure,
  HOST_ERROR_CODES,
  isKeyferryError,
  KeyferryError,
} from "./contract/failure.ts";
export type { LogRecord } from "./contract/host.ts";
export type { JobInput, JobValue, SealedValue } from "./contract/job.ts";
export type { AuthMethod, Field, FieldValue, Manifest } from "./contract/manifest.ts";
export type { ProviderPlugin } from "./contract/plugin.ts";
export type { CheckResult, RemoteSecret } from "./contract/session.ts";
export type { EventListener, KeyferryEvent } from "./events/events.ts";
export type { ConnectionImport, ConnectionImportInput } from "./manager/exchange/import-connection.ts";
export type { ProfileImport, ProfileImportInput, SlotView } from "./manager/exchange/import-profile.ts";
export type { ProfileChange } from "./manager/exchange/profile-changes.ts";
export type {
  BulkSecret,
  CallOptions,
  Connections,
  NewConnection,
  NewSecret,
  Policies,
  Profiles,
  Providers,
  SecretChanges,
  Secrets,
} from "./manager/use-cases.ts";
export type {
  CatalogueView,
  ConnectionView,
  PlannedSecret,
  PolicyView,
  ProfileView,
  ProviderView,
  RemoteShape,
  SecretView,
  SettingView,
} from "./manager/views.ts";
export { formatReference, looksLikeReference, parseReference, type Reference } from "./reference/reference.ts";
export { DEFAULT_LIMITS, type Limits } from "./resolve/limits.ts";
export type { Secret } from "./secret/secret.ts";
export { type ProgramJob, SECRET_TYPES, type SecretType } from "./settings/model.ts";
