import { isKeyferryError, KeyferryError } from "../contract/failure.ts";
import type { Manifest } from "../contract/manifest.ts";
import type { PluginHost } from "../plugins/port.ts";
import { nearest } from "../settings/nearest.ts";
import type { SettingsStore } from "../settings/port.ts";
import { quote } from "../settings/quote.ts";
import type { Providers } from "./use-cases.ts";
import type { ProviderView } from "./views.ts";

export interface ProviderManagerPorts {
  readonly store: SettingsStore;
  readonly plugins: PluginHost;
  /** Ids that this host offers: they are listed even if nothing uses them. */
  readonly offered: readonly string[];
}

/**
 * The providers that the host offers, and those that the settings and the connections name. Listing imports none of
 * them.
 */
export class ProviderManager implements Providers {
  readonly #ports: ProviderManagerPorts;

  constructor(ports: ProviderManagerPorts) {
    this.#ports = ports;
  }

  async list(): Promise<readonly ProviderView[]> {
    const { plugins, connections } = await this.#ports.store.read();
    const used = [...connections.values()].map(({ provider }) => provider);
    const named = new Set([...this.#ports.offered, ...plugins, ...used]);
    const views = await Promise.all([...named].map((provider) => this.#view(provider)));
    const byId = new Map(views.map((view) => [view.id, view]));
    return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async manifest(provider: string): Promise<Manifest> {
    try {
      return (await this.#ports.plugins.load(provider)).manifest;
    } catch (error) {
      if (!isKeyferryError(error)) throw error;
      // A typing mistake must not end in the installation of a package that somebody else has named after it.
      const ids = (await this.list()).map(({ id }) => id);
      const near = ids.includes(provider) ? [] : nearest(provider, ids);
      const [first, ...rest] = error.failures;
      if (first === undefined) throw error;
      if (near.length > 0)
        throw new KeyferryError({ ...first, hint: `did you mean ${near.map(quote).join(" or ")}?` }, ...rest);
      if (ids.includes(provider) || (await this.#view(provider)).installed) throw error;
      const hint = `keyferry provider list shows the known ones; one of somebody else: ${first.hint ?? "install it"}`;
      throw new KeyferryError({ ...first, hint }, ...rest);
    }
  }

  async #view(provider: string): Promise<ProviderView> {
    try {
      const { id, package: name, version, apiVersion } = await this.#ports.plugins.locate(provider);
      return { id, package: name, version, installed: true, apiVersion };
    } catch (error) {
      if (!isKeyferryError(error)) throw error;
      const install = error.failures[0]?.hint;
      return {
        id: provider,
        package: packageOf(provider),
        installed: false,
        ...(install === undefined ? {} : { install }),
      };
    }
  }
}

/** The package that a short name stands for. */
function packageOf(provider: string): string {
  return /^[a-z0-9-]+$/.test(provider) ? `@keyferry/provider-${provider}` : provider;
}
