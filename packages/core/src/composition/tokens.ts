import type { InjectionToken } from "tsyringe";
import type { ConnectionPool } from "../connections/port.ts";
import type { Clock } from "../contract/clock.ts";
import type { ProviderPlugin } from "../contract/plugin.ts";
import type { Events } from "../events/events.ts";
import type { Assistance, Connections, Doctor, Policies, Profiles, Providers, Secrets } from "../manager/use-cases.ts";
import type { PluginHost } from "../plugins/port.ts";
import type { Limits } from "../resolve/limits.ts";
import type { RemoteReader } from "../resolve/port.ts";
import type { Readers } from "../resolve/readers.ts";
import type { Resolver } from "../resolve/resolver.ts";
import type { SettingsStore } from "../settings/port.ts";

/** A token that keeps its type: `InjectionToken` of a bare symbol resolves to `unknown`. */
const token = <T>(name: string): InjectionToken<T> => Symbol.for(`keyferry.core.${name}`);

/** What a host is made of. Only composition/ knows the container. */
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
  secrets: token<Secrets>("secrets"),
  profiles: token<Profiles>("profiles"),
  assistance: token<Assistance>("assistance"),
  doctor: token<Doctor>("doctor"),
  policies: token<Policies>("policies"),
} as const;
