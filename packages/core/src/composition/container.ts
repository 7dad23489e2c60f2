// The polyfill changes the global Reflect, and tsyringe does not load without it, so both are imported only here.
import "@abraham/reflection";
import { homedir, hostname, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { container, type DependencyContainer, type InjectionToken, instancePerContainerCachingFactory } from "tsyringe";
import { LazyCredentialStore } from "../connections/lazy-credential-store.ts";
import { SessionPool } from "../connections/pool.ts";
import type { AuditIdentity } from "../contract/audit.ts";
import { systemClock } from "../contract/clock.ts";
import { Events } from "../events/events.ts";
import { Assistant } from "../manager/assistant.ts";
import { AuditManager, type ReadAudit } from "../manager/audit-manager.ts";
import { ConnectionManager } from "../manager/connection-manager.ts";
import { SetupDoctor } from "../manager/doctor.ts";
import { LoginManager } from "../manager/login-manager.ts";
import { OverviewManager } from "../manager/overview.ts";
import { PolicyWriter } from "../manager/policies.ts";
import { ProfileManager } from "../manager/profile-manager.ts";
import { ProviderManager } from "../manager/provider-manager.ts";
import { RecipeManager } from "../manager/recipe-manager.ts";
import { RunAudit } from "../manager/run-audit.ts";
import { SecretManager } from "../manager/secret-manager.ts";
import { GivenPluginHost } from "../plugins/given-host.ts";
import { PackagePluginHost } from "../plugins/package-host.ts";
import { PackageRecipeHost } from "../plugins/recipe-host.ts";
import { Inspector } from "../resolve/inspector.ts";
import { DEFAULT_LIMITS } from "../resolve/limits.ts";
import { Readers } from "../resolve/readers.ts";
import { Resolver } from "../resolve/resolver.ts";
import { machineSettingsPath, statePath, userSettingsPath } from "../settings/location.ts";
import { FileSettingsStore } from "../settings/store.ts";
import { systemPlatform } from "../settings/system-platform.ts";
import { AuditLog } from "../state/audit-log.ts";
import { readLog } from "../state/audit-reader.ts";
import { ProfileLock } from "../state/profile-lock.ts";
import type { KeyferryOptions } from "./keyferry.ts";
import { SecretLogins } from "./login-secrets.ts";
import { Tokens } from "./tokens.ts";

type Env = NonNullable<KeyferryOptions["env"]>;

/** One child container for each host: nothing is registered globally, and two hosts share nothing. */
export function composeContainer(options: KeyferryOptions): DependencyContainer {
  // The only place in core that reads the process's own environment.
  const env = options.env ?? process.env;
  const child = container.createChildContainer();
  registerBasics(child, options, env);
  registerPlugins(child, options);
  registerReading(child, options, env);
  registerManagers(child, options);
  registerAudit(child, options, env);
  return child;
}

function registerBasics(child: DependencyContainer, options: KeyferryOptions, env: Env): void {
  const surroundings = { platform: process.platform, env, home: homeFolder() };
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
  once(child, Tokens.credentialStore, (c) => {
    const { path } = c.resolve(Tokens.settings);
    return new LazyCredentialStore(options.credentialStore, { settingsPath: path, env });
  });
}

function registerPlugins(child: DependencyContainer, { plugins, pluginRoots, recipes }: KeyferryOptions): void {
  for (const plugin of plugins ?? []) child.register(Tokens.plugin, { useValue: plugin });
  once(child, Tokens.recipeHost, (c) => {
    const settings = c.resolve(Tokens.settings);
    const beside = pathToFileURL(`${dirname(settings.path)}/`).href;
    const explicit = async (): Promise<readonly string[]> => (await settings.read()).plugins;
    const given = async () => (await recipes?.()) ?? [];
    return new PackageRecipeHost({ given, roots: [beside, ...(pluginRoots ?? [])], explicit });
  });
  once(child, Tokens.pluginHost, (c) => {
    // `resolveAll` throws where nothing is registered.
    if (plugins) return new GivenPluginHost(c.isRegistered(Tokens.plugin) ? c.resolveAll(Tokens.plugin) : []);
    const settings = c.resolve(Tokens.settings);
    const beside = pathToFileURL(`${dirname(settings.path)}/`).href;
    const explicit = async (): Promise<readonly string[]> => (await settings.read()).plugins;
    return new PackagePluginHost({ roots: [beside, ...(pluginRoots ?? [])], explicit });
  });
}

function registerReading(child: DependencyContainer, { log, takeDescriptors }: KeyferryOptions, env: Env): void {
  once(child, Tokens.loginSecrets, (c) => {
    return new SecretLogins(c.resolve(Tokens.settings), () => c.resolve(Tokens.resolver));
  });
  once(child, Tokens.pool, (c) => {
    const ports = {
      settings: c.resolve(Tokens.settings),
      plugins: c.resolve(Tokens.pluginHost),
      clock: c.resolve(Tokens.clock),
      events: c.resolve(Tokens.events),
      limits: c.resolve(Tokens.limits),
      credentialStore: c.resolve(Tokens.credentialStore),
      secrets: c.resolve(Tokens.loginSecrets),
    };
    return new SessionPool({ ...ports, env, takeDescriptors: takeDescriptors === true, ...(log ? { log } : {}) });
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
    credentialStore: c.resolve(Tokens.credentialStore),
    recipes: c.resolve(Tokens.recipeHost),
    clock: c.resolve(Tokens.clock),
  });
  once(child, Tokens.providers, (c) => new ProviderManager({ ...ports(c), offered: offeredProviders ?? [] }));
  once(child, Tokens.connections, (c) => new ConnectionManager(ports(c)));
  once(child, Tokens.logins, (c) => new LoginManager(ports(c)));
  once(child, Tokens.secrets, (c) => new SecretManager(ports(c)));
  once(child, Tokens.profiles, (c) => new ProfileManager(ports(c)));
  once(child, Tokens.assistance, (c) => new Assistant(ports(c)));
  once(child, Tokens.recipes, (c) => new RecipeManager(ports(c)));
  once(child, Tokens.doctor, (c) => {
    const clock = c.resolve(Tokens.clock);
    const [providers, logins] = [c.resolve(Tokens.providers), c.resolve(Tokens.logins)];
    return new SetupDoctor({
      store: c.resolve(Tokens.settings),
      providers,
      recipes: c.resolve(Tokens.recipeHost),
      logins,
      clock,
      events: c.resolve(Tokens.events),
    });
  });
  once(child, Tokens.policies, (c) => new PolicyWriter(ports(c)));
}

function registerAudit(child: DependencyContainer, { audit }: KeyferryOptions, env: Env): void {
  const platform = systemPlatform(env);
  const state = (c: DependencyContainer) =>
    statePath({ platform: process.platform, env }, c.resolve(Tokens.settings).path);
  const place = (c: DependencyContainer) => join(state(c), "audit.jsonl");
  once(child, Tokens.profileLock, (c) => {
    const clock = c.resolve(Tokens.clock);
    return new ProfileLock({ folder: state(c), platform, now: () => clock.now() });
  });
  once(child, Tokens.auditSink, (c) => {
    if (audit) return audit;
    const events = c.resolve(Tokens.events);
    const onMended = (path: string) => events.emit({ type: "audit-mended", path });
    return new AuditLog({ path: place(c), platform, clock: c.resolve(Tokens.clock), onMended });
  });
  once(child, Tokens.runAudit, (c) => {
    const clock = c.resolve(Tokens.clock);
    return new RunAudit({
      sink: c.resolve(Tokens.auditSink),
      clock,
      events: c.resolve(Tokens.events),
      who: systemUser,
    });
  });
  const readAudit =
    (c: DependencyContainer): ReadAudit =>
    (options) =>
      readLog(place(c), platform, options);
  once(child, Tokens.audits, (c) => new AuditManager(readAudit(c)));
  once(child, Tokens.overview, (c) => {
    const [store, remote, clock] = [c.resolve(Tokens.settings), c.resolve(Tokens.remote), c.resolve(Tokens.clock)];
    return new OverviewManager({ store, remote, clock, readAudit: readAudit(c) });
  });
}

/** The user's home folder. A user who is only a number has none unless HOME says so. */
function homeFolder(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

/** Who runs this process. In a container, the user may have only a number. */
function systemUser(): AuditIdentity {
  const host = hostname();
  try {
    const { username, uid } = userInfo();
    return { user: username, ...(uid < 0 ? {} : { uid }), host };
  } catch {
    const uid = process.geteuid?.();
    return { user: uid === undefined ? "unknown" : String(uid), ...(uid === undefined ? {} : { uid }), host };
  }
}

/** `useFactory` alone makes a new instance for each resolution. */
function once<T>(child: DependencyContainer, token: InjectionToken<T>, make: (c: DependencyContainer) => T): void {
  child.register<T>(token, { useFactory: instancePerContainerCachingFactory(make) });
}
