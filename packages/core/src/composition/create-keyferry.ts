import { composeContainer } from "./container.ts";
import type { Keyferry, KeyferryOptions } from "./keyferry.ts";
import { Runs } from "./runs.ts";
import { Tokens } from "./tokens.ts";

/**
 * Opens a host over the person's settings, or over the file that the options name. Nothing is read or loaded before it is
 * asked for. Throws `KeyferryError` (`usage`) where `KEYFERRY_SETTINGS` holds a relative path.
 */
export async function createKeyferry(options: KeyferryOptions = {}): Promise<Keyferry> {
  const host = composeContainer(options);
  const settings = host.resolve(Tokens.settings);
  const pool = host.resolve(Tokens.pool);
  const events = host.resolve(Tokens.events);
  const runs = new Runs({ settings, pool, resolver: host.resolve(Tokens.resolver) });
  return {
    settingsPath: settings.path,
    providers: host.resolve(Tokens.providers),
    connections: host.resolve(Tokens.connections),
    secrets: host.resolve(Tokens.secrets),
    profiles: host.resolve(Tokens.profiles),
    policies: host.resolve(Tokens.policies),
    assistance: host.resolve(Tokens.assistance),
    doctor: host.resolve(Tokens.doctor),
    resolve: (reference, call) => runs.resolve(reference, call?.signal),
    resolveProfile: (request) => runs.profile(request),
    resolveAdHoc: (request) => runs.adHoc(request),
    check: (profile, call) => runs.check(profile, call?.signal),
    on: (listener) => events.on(listener),
    // The container's own disposal skips what factories made: the pool owns the sessions.
    dispose: () => pool.dispose(),
  };
}
