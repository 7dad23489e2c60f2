import type { ConnectionPool } from "../connections/port.ts";
import { type Failure, isKeyferryError, KeyferryError } from "../contract/failure.ts";
import type { PolicyDocument } from "../contract/plugin.ts";
import type { Address } from "../contract/session.ts";
import type { RecipeHost } from "../plugins/recipe-host.ts";
import { addressOf, located } from "../resolve/place.ts";
import type { Use } from "../resolve/resolver.ts";
import type { SettingsStore } from "../settings/port.ts";
import { findNamed } from "./named.ts";
import type { Policies } from "./oversight.ts";
import { ownSettingsOf } from "./recipes.ts";
import { usesOf } from "./run-plan.ts";
import type { PolicyView } from "./views.ts";

export interface PolicyPorts {
  readonly store: SettingsStore;
  readonly pool: ConnectionPool;
  readonly recipes: RecipeHost;
}

/** Writes the least rights needed for a profile's secrets. No manager is asked. */
export class PolicyWriter implements Policies {
  readonly #ports: PolicyPorts;

  constructor(ports: PolicyPorts) {
    this.#ports = ports;
  }

  async ofProfile(name: string): Promise<readonly PolicyView[]> {
    const settings = await this.#ports.store.read();
    const [, profile] = findNamed("profile", settings.profiles, name);
    const failures: Failure[] = [];
    const own = await ownSettingsOf(this.#ports.recipes, [profile]);
    const byConnection = Map.groupBy(usesOf(settings, profile, failures, own), ({ connectionId }) => connectionId);
    const views: PolicyView[] = [];
    for (const [id, uses] of byConnection) {
      try {
        views.push(await this.#ofConnection(id, uses));
      } catch (thrown) {
        if (!isKeyferryError(thrown)) throw thrown;
        failures.push(...thrown.failures);
      }
    }
    const [first, ...rest] = failures;
    if (first) throw new KeyferryError(first, ...rest);
    return views;
  }

  async #ofConnection(id: string, uses: readonly Use[]): Promise<PolicyView> {
    const connection = await this.#ports.pool.get(id);
    const addresses = new Map<string, Address>();
    for (const use of uses) {
      const address = addressOf(connection, use);
      if ("code" in address) throw new KeyferryError(located(address, connection, use));
      addresses.set(JSON.stringify([address.name, address.version]), address);
    }
    const documents: readonly PolicyDocument[] = connection.plugin.policy([...addresses.values()], connection.fields);
    return { connection: connection.name, provider: connection.plugin.manifest.id, documents };
  }
}
