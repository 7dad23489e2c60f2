import type { ProviderPlugin } from "../contract/plugin.ts";

/** A plugin's package as its marker describes it: found and read, not imported. */
export interface LocatedPlugin {
  readonly id: string;
  readonly package: string;
  readonly version: string;
  readonly apiVersion: number;
  /** File URL of the module to import. */
  readonly entry: string;
}

/**
 * Finds, loads and vets plugins. Each call throws `KeyferryError` (`plugin`), with the install command if that helps.
 */
export interface PluginHost {
  /** Reads the marker, without importing. `provider` is an id or a package's name. */
  locate(provider: string): Promise<LocatedPlugin>;
  /** Imports and vets the plugin, once. */
  load(provider: string): Promise<ProviderPlugin>;
}
