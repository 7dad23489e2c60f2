/** `@keyferry/core`: the host of Keyferry, for command lines and for Node programs that resolve secrets themselves. */
export { createKeyferry } from "./composition/create-keyferry.ts";
export type {
  AdHocRequest,
  HelperRequest,
  Keyferry,
  KeyferryOptions,
  ResolvedJob,
  RunOptions,
  RunRequest,
  UseOutcome,
} from "./composition/keyferry.ts";
export type {
  AuditEntry,
  AuditedFailure,
  AuditedUse,
  AuditHead,
  AuditIdentity,
  AuditSink,
  RunOutcome,
} from "./contract/audit.ts";
export type { Clock } from "./contract/clock.ts";
export type {
  CredentialStore,
  Credentials,
  OpenCredentialStore,
  SealedEntry,
  SealedFor,
  SealOptions,
  StorePlace,
  StoreStatus,
} from "./contract/credential-store.ts";
export {
  ERROR_CODES,
  type ErrorCode,
  type Failure,
  HOST_ERROR_CODES,
  isKeyferryError,
  KeyferryError,
} from "./contract/failure.ts";
export type { LogRecord } from "./contract/host.ts";
export type { JobInput, JobPayload, JobValue, JobWord, PayloadPart, SealedValue } from "./contract/job.ts";
export type { AuthMethod, Field, FieldValue, Manifest } from "./contract/manifest.ts";
export type { ProviderPlugin } from "./contract/plugin.ts";
export type { OwnSetting, Recipe, RecipePayload, RecipeProgram, RecipeSetting } from "./contract/recipe.ts";
export type { CheckResult, RemoteSecret } from "./contract/session.ts";
export type { EventListener, KeyferryEvent } from "./events/events.ts";
export type { Assistance } from "./manager/assistance.ts";
export type { AuditFaultView, AuditListing, AuditRunView, AuditVerification } from "./manager/audit-views.ts";
export type { ProgramProbe } from "./manager/check-programs.ts";
export type { ConnectionChange, ModifyOptions, NewConnection } from "./manager/connection-input.ts";
export type { ConnectionImport, ConnectionImportInput } from "./manager/exchange/import-connection.ts";
export type { ProfileImport, ProfileImportInput, SlotView } from "./manager/exchange/import-profile.ts";
export type { ProfileChange } from "./manager/exchange/profile-changes.ts";
export type { Audits, Doctor, Finding, Overview, Policies } from "./manager/oversight.ts";
export type {
  DriftState,
  DriftUse,
  DriftView,
  ImpactUse,
  ImpactView,
  ProfileLoginsView,
} from "./manager/overview-views.ts";
export type { RunEnd, RunReport } from "./manager/run-report.ts";
export type { NewLogin } from "./manager/seal-login.ts";
export type {
  BulkSecret,
  CallOptions,
  ConnectionLogins,
  Connections,
  NewSecret,
  ProfileLimits,
  Profiles,
  Providers,
  Recipes,
  SecretChanges,
  Secrets,
} from "./manager/use-cases.ts";
export type {
  CatalogueView,
  ConnectionView,
  LoginEnd,
  LoginView,
  ModificationView,
  PlannedSecret,
  PolicyView,
  ProfileView,
  ProviderView,
  RecipeSettingView,
  RecipeView,
  RemoteShape,
  SecretView,
  SettingView,
} from "./manager/views.ts";
export { formatReference, looksLikeReference, parseReference, type Reference } from "./reference/reference.ts";
export { DEFAULT_LIMITS, type Limits } from "./resolve/limits.ts";
export type { Secret } from "./secret/secret.ts";
export { type KeptFile, type KeptFileOptions, keptFile } from "./settings/kept-file.ts";
export {
  type Job,
  type ProgramJob,
  type RecipeJob,
  SECRET_TYPES,
  type SecretType,
} from "./settings/model.ts";
export { type OwnFile, ownFile } from "./settings/own-file.ts";
