import { importRule } from "./rule.ts";

const PROVIDER = /^packages\/provider-(?!testkit\/)[^/]+\/src\//;

/** A provider sees the contract; its client file alone sees the vendor's SDK. */
export const providerImports = importRule(({ specifier }, path) => {
  if (!PROVIDER.test(path) || specifier.startsWith(".") || specifier.startsWith("node:")) return undefined;
  if (specifier === "@keyferry/core/provider") return undefined;
  if (specifier.startsWith("@keyferry/") || specifier === "keyferry") {
    return `a provider imports @keyferry/core/provider alone, not ${specifier}`;
  }
  return /\/src\/client\.ts$/.test(path) ? undefined : `only client.ts imports the SDK (${specifier})`;
});
