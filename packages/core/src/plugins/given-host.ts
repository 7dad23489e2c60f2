import { KeyferryError } from "../contract/failure.ts";
import type { ProviderPlugin } from "../contract/plugin.ts";
import { pluginError } from "./plugin-failure.ts";
import type { LocatedPlugin, PluginHost } from "./port.ts";
import { safeText } from "./safe-text.ts";
import { vetPlugin } from "./vet.ts";

/** The plugins that a library host passes, by id. No others are searched for. */
export class GivenPluginHost implements PluginHost {
  readonly #given: readonly unknown[];
  readonly #platform: string;
  #vetted: Promise<ReadonlyMap<string, ProviderPlugin>> | undefined;

  constructor(plugins: readonly ProviderPlugin[], platform: string = process.platform) {
    this.#given = [...plugins];
    this.#platform = platform;
  }

  /** Such a plugin has no package: its id is used as the name, and `given` as the version. */
  async locate(provider: string): Promise<LocatedPlugin> {
    const { manifest } = await this.load(provider);
    const { id, apiVersion } = manifest;
    return { id, package: id, version: "given", apiVersion, entry: `given:${id}` };
  }

  async load(provider: string): Promise<ProviderPlugin> {
    this.#vetted ??= this.#vetAll();
    const vetted = await this.#vetted;
    const plugin = vetted.get(provider);
    if (plugin !== undefined) return plugin;
    const known = [...vetted.keys()].join(", ");
    throw new KeyferryError({
      code: "plugin",
      message: `this host was given no provider ${JSON.stringify(safeText(provider, 100))}`,
      hint: known === "" ? "pass it to createKeyferry({ plugins })" : `it was given: ${known}`,
      provider: safeText(provider, 100),
    });
  }

  async #vetAll(): Promise<ReadonlyMap<string, ProviderPlugin>> {
    const vetted = new Map<string, ProviderPlugin>();
    for (const [index, given] of this.#given.entries()) {
      const identity = { package: `plugins[${index}]` };
      const plugin = await vetPlugin(given, identity, this.#platform);
      const { id } = plugin.manifest;
      if (vetted.has(id)) throw pluginError(identity, `the id ${id} is taken by another one`, "pass one of them");
      vetted.set(id, plugin);
    }
    return vetted;
  }
}
