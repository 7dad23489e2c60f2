import type { ProviderPlugin } from "../contract/plugin.ts";
import { SPOKEN } from "./host-version.ts";
import { importPlugin } from "./import-plugin.ts";
import { locatePlugin, pluginRoot } from "./locate.ts";
import { pluginError } from "./plugin-failure.ts";
import type { LocatedPlugin, PluginHost } from "./port.ts";
import { vetPlugin, wrongContract } from "./vet.ts";

const IMPORT_MS = 10_000;

export interface PackagePluginHostOptions {
  /**
   * In this order: the settings' folder (an absolute path, or a file URL that ends with `/`), then the CLI's own file,
   * whose installation is searched. Never the working folder.
   */
  readonly roots: readonly string[];
  /** The packages that the settings list. */
  readonly explicit: () => Promise<readonly string[]>;
  /** As `process.platform` names it; this machine's if absent. */
  readonly platform?: string;
  /** Limit of one import, in milliseconds; 10,000 if absent. */
  readonly importMs?: number;
}

/** Finds plugins as packages, only below the given roots. */
export class PackagePluginHost implements PluginHost {
  readonly #options: PackagePluginHostOptions;
  /** Keyed by what was asked for: the provider, and the packages that the settings list. */
  readonly #loading = new Map<string, Promise<ProviderPlugin>>();
  /** Keyed by the file that was imported. */
  readonly #loaded = new Map<string, Promise<ProviderPlugin>>();
  /** Id → the package that was loaded for it. */
  readonly #owners = new Map<string, string>();

  constructor(options: PackagePluginHostOptions) {
    this.#options = options;
  }

  async locate(provider: string): Promise<LocatedPlugin> {
    return this.#locate(provider, await this.#options.explicit());
  }

  /** A loaded plugin stays loaded, whatever happens to its files: a process imports a module once. */
  async load(provider: string): Promise<ProviderPlugin> {
    const explicit = await this.#options.explicit();
    const key = JSON.stringify([provider, explicit]);
    const known = this.#loading.get(key);
    if (known !== undefined) return known;
    const loading = this.#locate(provider, explicit).then((plugin) => this.#once(plugin));
    this.#loading.set(key, loading);
    // A failure is not kept, so that a library host can try again once the package is repaired.
    loading.catch(() => this.#loading.delete(key));
    return loading;
  }

  async #locate(provider: string, explicit: readonly string[]): Promise<LocatedPlugin> {
    return locatePlugin(provider, { roots: this.#options.roots.map(pluginRoot), explicit });
  }

  async #once(plugin: LocatedPlugin): Promise<ProviderPlugin> {
    const known = this.#loaded.get(plugin.entry);
    if (known !== undefined) return known;
    const loading = this.#load(plugin);
    this.#loaded.set(plugin.entry, loading);
    loading.catch(() => this.#loaded.delete(plugin.entry));
    return loading;
  }

  async #load(located: LocatedPlugin): Promise<ProviderPlugin> {
    if (!SPOKEN.includes(located.apiVersion)) throw await wrongContract(located, located.apiVersion);
    const exported = await importPlugin(located, this.#options.importMs ?? IMPORT_MS);
    const plugin = await vetPlugin(exported, located, this.#options.platform ?? process.platform);
    const { id } = plugin.manifest;
    if (id !== located.id) {
      const message = `its manifest has the id ${id}, its marker ${located.id}`;
      throw pluginError(located, message, "update it, or tell its publisher");
    }
    const owner = this.#owners.get(id);
    if (owner !== undefined && owner !== located.package) {
      throw pluginError(located, `${owner} is loaded for the id ${id} already`, "use one of the two");
    }
    this.#owners.set(id, located.package);
    return plugin;
  }
}
