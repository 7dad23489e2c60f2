import { importRule } from "./rule.ts";

const PROVIDER = /^packages\/provider-(?!testkit\/)[^/]+\/src\//;

/** A provider sees the contract; its client file, and one for logins where they need a library of their own, see packages besides. */
export const providerImports = importRule(({ specifier }, path) => {
  if (!PROVIDER.test(path) || specifier.startsWith(".") || specifier.startsWith("node:")) return undefined;
  if (specifier === "@keyferry/core/provider") return undefined;
  if (specifier.startsWith("@keyferry/") || specifier === "keyferry") {
    return `a provider imports @keyferry/core/provider alone, not ${specifier}`;
  }
  if (/\/src\/(client|login-provider)\.ts$/.test(path)) return undefined;
  return `only client.ts and login-provider.ts import the SDK (${specifier})`;
});
