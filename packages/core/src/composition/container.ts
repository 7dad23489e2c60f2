// The polyfill changes the global Reflect, and tsyringe does not load without it: so both are imported here alone.
import "@abraham/reflection";
import { homedir } from "node:os";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { container, type DependencyContainer, type InjectionToken, instancePerContainerCachingFactory } from "tsyringe";
import { SessionPool } from "../connections/pool.ts";
import { systemClock } from "../contract/clock.ts";
import { Events } from "../events/events.ts";
import { Assistant } from "../manager/assistant.ts";
import { ConnectionManager } from "../manager/connection-manager.ts";
import { SetupDoctor } from "../manager/doctor.ts";
import { PolicyWriter } from "../manager/policies.ts";
import { ProfileManager } from "../manager/profile-manager.ts";
import { ProviderManager } from "../manager/provider-manager.ts";
import { SecretManager } from "../manager/secret-manager.ts";
import { GivenPluginHost } from "../plugins/given-host.ts";
import { PackagePluginHost } from "../plugins/package-host.ts";
import { Inspector } from "../resolve/inspector.ts";
import { DEFAULT_LIMITS } from "../resolve/limits.ts";
import { Readers } from "../resolve/readers.ts";
import { Resolver } from "../resolve/resolver.ts";
import { machineSettingsPath, userSettingsPath } from "../settings/location.ts";
import { FileSettingsStore } from "../settings/store.ts";
import { systemPlatform } from "../settings/system-platform.ts";
import type { KeyferryOptions } from "./keyferry.ts";
import { Tokens } from "./tokens.ts";

type Env = NonNullable<KeyferryOptions["env"]>;

/** One child container for each host: nothing is registered globally, and two hosts share nothing. */
export function composeContainer(options: KeyferryOptions): DependencyContainer {
  // The only place of core that reads the process's own environment.
  const env = options.env ?? process.env;
  const child = container.createChildContainer();
  registerBasics(child, options, env);
  registerPlugins(child, options);
  registerReading(child, options, env);
  registerManagers(child, options);
  return child;
}

function registerBasics(child: DependencyContainer, options: KeyferryOptions, env: Env): void {
  const surroundings = { platform: process.platform, env, home: homedir() };
  child.registerInstance(Tokens.clock, options.clock ?? systemClock);
  child.registerInstance(Tokens.events, new Events());
  child.registerInstance(Tokens.limits, { ...DEFAULT_LIMITS, ...options.limits });
  child.registerInstance(
    Tokens.settings,
    new FileSettingsStore({
      path: options.settings ?? userSettingsPath(surroundings),
      machinePath: machineSettingsPath(surroundings),
      platform: systemPlatform(env),
    }),
  );
}

function registerPlugins(child: DependencyContainer, { plugins, pluginRoots }: KeyferryOptions): void {
  for (const plugin of plugins ?? []) child.register(Tokens.plugin, { useValue: plugin });
  once(child, Tokens.pluginHost, (c) => {
    // `resolveAll` throws where nothing is registered.
    if (plugins) return new GivenPluginHost(c.isRegistered(Tokens.plugin) ? c.resolveAll(Tokens.plugin) : []);
    const settings = c.resolve(Tokens.settings);
    const beside = pathToFileURL(`${dirname(settings.path)}/`).href;
    const explicit = async (): Promise<readonly string[]> => (await settings.read()).plugins;
    return new PackagePluginHost({ roots: [beside, ...(pluginRoots ?? [])], explicit });
  });
}

function registerReading(child: DependencyContainer, { log }: KeyferryOptions, env: Env): void {
  once(child, Tokens.pool, (c) => {
    const ports = {
      settings: c.resolve(Tokens.settings),
      plugins: c.resolve(Tokens.pluginHost),
      clock: c.resolve(Tokens.clock),
      events: c.resolve(Tokens.events),
      limits: c.resolve(Tokens.limits),
    };
    return new SessionPool({ ...ports, env, ...(log ? { log } : {}) });
  });
  once(child, Tokens.readers, (c) => {
    const limits = c.resolve(Tokens.limits);
    const clock = c.resolve(Tokens.clock);
    return new Readers(c.resolve(Tokens.pool), {
      limits,
      clock,
      events: c.resolve(Tokens.events),
      random: Math.random,
    });
  });
  once(child, Tokens.resolver, (c) => new Resolver(c.resolve(Tokens.readers)));
  once(child, Tokens.remote, (c) => new Inspector(c.resolve(Tokens.readers)));
}

function registerManagers(child: DependencyContainer, { offeredProviders }: KeyferryOptions): void {
  const ports = (c: DependencyContainer) => ({
    store: c.resolve(Tokens.settings),
    plugins: c.resolve(Tokens.pluginHost),
    pool: c.resolve(Tokens.pool),
    remote: c.resolve(Tokens.remote),
  });
  once(child, Tokens.providers, (c) => new ProviderManager({ ...ports(c), offered: offeredProviders ?? [] }));
  once(child, Tokens.connections, (c) => new ConnectionManager(ports(c)));
  once(child, Tokens.secrets, (c) => new SecretManager(ports(c)));
  once(child, Tokens.profiles, (c) => new ProfileManager(ports(c)));
  once(child, Tokens.assistance, (c) => new Assistant(ports(c)));
  once(child, Tokens.doctor, (c) => {
    const clock = c.resolve(Tokens.clock);
    return new SetupDoctor({ store: c.resolve(Tokens.settings), providers: c.resolve(Tokens.providers), clock });
  });
  once(child, Tokens.policies, (c) => new PolicyWriter(ports(c)));
}

/** `useFactory` alone makes a new instance for each resolution. */
function once<T>(child: DependencyContainer, token: InjectionToken<T>, make: (c: DependencyContainer) => T): void {
  child.register<T>(token, { useFactory: instancePerContainerCachingFactory(make) });
}
