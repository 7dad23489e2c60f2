import type { InjectionToken } from "tsyringe";
import type { LazyCredentialStore } from "../connections/lazy-credential-store.ts";
import type { ConnectionPool } from "../connections/port.ts";
import type { AuditSink } from "../contract/audit.ts";
import type { Clock } from "../contract/clock.ts";
import type { ProviderPlugin } from "../contract/plugin.ts";
import type { Events } from "../events/events.ts";
import type { Assistance } from "../manager/assistance.ts";
import type { Audits, Doctor, Overview, Policies } from "../manager/oversight.ts";
import type { RunAudit } from "../manager/run-audit.ts";
import type { ConnectionLogins, Connections, Profiles, Providers, Recipes, Secrets } from "../manager/use-cases.ts";
import type { PluginHost } from "../plugins/port.ts";
import type { RecipeHost } from "../plugins/recipe-host.ts";
import type { Limits } from "../resolve/limits.ts";
import type { RemoteReader } from "../resolve/port.ts";
import type { Readers } from "../resolve/readers.ts";
import type { Resolver } from "../resolve/resolver.ts";
import type { SettingsStore } from "../settings/port.ts";
import type { ProfileLock } from "../state/profile-lock.ts";
import type { SecretLogins } from "./login-secrets.ts";

/** A token with a type: an `InjectionToken` of a bare symbol resolves to `unknown`. */
const token = <T>(name: string): InjectionToken<T> => Symbol.for(`keyferry.core.${name}`);

/** The parts of a host. Only composition/ knows the container. */
export const Tokens = {
  clock: token<Clock>("clock"),
  events: token<Events>("events"),
  limits: token<Limits>("limits"),
  settings: token<SettingsStore>("settings"),
  /** Registered once for each plugin that a library host gives. */
  plugin: token<ProviderPlugin>("plugin"),
  pluginHost: token<PluginHost>("plugin-host"),
  pool: token<ConnectionPool>("connection-pool"),
  readers: token<Readers>("readers"),
  resolver: token<Resolver>("resolver"),
  remote: token<RemoteReader>("remote-reader"),
  providers: token<Providers>("providers"),
  connections: token<Connections>("connections"),
  logins: token<ConnectionLogins>("connection-logins"),
  credentialStore: token<LazyCredentialStore>("credential-store"),
  loginSecrets: token<SecretLogins>("login-secrets"),
  secrets: token<Secrets>("secrets"),
  profiles: token<Profiles>("profiles"),
  assistance: token<Assistance>("assistance"),
  recipeHost: token<RecipeHost>("recipe-host"),
  recipes: token<Recipes>("recipes"),
  doctor: token<Doctor>("doctor"),
  policies: token<Policies>("policies"),
  auditSink: token<AuditSink>("audit-sink"),
  runAudit: token<RunAudit>("run-audit"),
  profileLock: token<ProfileLock>("profile-lock"),
  audits: token<Audits>("audits"),
  overview: token<Overview>("overview"),
} as const;
