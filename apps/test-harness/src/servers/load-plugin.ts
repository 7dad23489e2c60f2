import type { ProviderPlugin } from "@keyferry/core/provider";

/** `file:` URL of a provider's entry. By its path: the providers' tests depend on the harness, and it must not depend on them. */
export function pluginEntry(provider: string): string {
  return new URL(`../../../../packages/provider-${provider}/src/index.ts`, import.meta.url).href;
}

/** The provider's own plugin. */
export async function loadPlugin(provider: string): Promise<ProviderPlugin> {
  const loaded = (await import(pluginEntry(provider))) as { readonly default: ProviderPlugin };
  return loaded.default;
}
