import { loadLock } from "../settings/lock.ts";
import { composeContainer } from "./container.ts";
import type { Keyferry, KeyferryOptions } from "./keyferry.ts";
import { Runs } from "./runs.ts";
import { Tokens } from "./tokens.ts";
import { whileReading } from "./while-reading.ts";

/**
 * Opens a host over the user's settings, or over the file that the options name. Nothing is read or loaded before it is
 * needed. Throws `KeyferryError` (`usage`) if `KEYFERRY_SETTINGS` is a relative path.
 */
export async function createKeyferry(options: KeyferryOptions = {}): Promise<Keyferry> {
  const host = composeContainer(options);
  const settings = host.resolve(Tokens.settings);
  const pool = host.resolve(Tokens.pool);
  const credentialStore = host.resolve(Tokens.credentialStore);
  const loginSecrets = host.resolve(Tokens.loginSecrets);
  const events = host.resolve(Tokens.events);
  whileReading(events, () => {
    loadLock();
    options.whileReading?.();
  });
  const runs = new Runs({
    settings,
    pool,
    resolver: host.resolve(Tokens.resolver),
    audit: host.resolve(Tokens.runAudit),
    lock: host.resolve(Tokens.profileLock),
    recipes: host.resolve(Tokens.recipeHost),
    ends: {
      plugins: host.resolve(Tokens.pluginHost),
      remote: host.resolve(Tokens.remote),
      credentialStore,
      clock: host.resolve(Tokens.clock),
    },
    ...(options.probeProgram ? { probe: options.probeProgram } : {}),
  });
  return {
    settingsPath: settings.path,
    // Each is created when it is first used.
    get providers() {
      return host.resolve(Tokens.providers);
    },
    get connections() {
      return host.resolve(Tokens.connections);
    },
    get logins() {
      return host.resolve(Tokens.logins);
    },
    get secrets() {
      return host.resolve(Tokens.secrets);
    },
    get profiles() {
      return host.resolve(Tokens.profiles);
    },
    get recipes() {
      return host.resolve(Tokens.recipes);
    },
    get policies() {
      return host.resolve(Tokens.policies);
    },
    get assistance() {
      return host.resolve(Tokens.assistance);
    },
    get audits() {
      return host.resolve(Tokens.audits);
    },
    get overview() {
      return host.resolve(Tokens.overview);
    },
    get doctor() {
      return host.resolve(Tokens.doctor);
    },
    resolve: (reference, call) => runs.resolve(reference, call?.signal),
    resolveProfile: (request) => runs.profile(request),
    resolveAdHoc: (request) => runs.adHoc(request),
    planRun: (request) => runs.plan(request),
    resolveForHelper: (request) => runs.helper(request),
    check: (profile, call) => runs.check(profile, call?.signal),
    on: (listener) => events.on(listener),
    // The container's own disposal skips what factories made: the pool owns the sessions.
    dispose: async () => {
      loginSecrets.dispose();
      await pool.dispose();
      await credentialStore.dispose();
    },
  };
}
