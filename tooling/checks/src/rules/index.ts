import { nothingAmbient } from "./ambient.ts";
import { brandsNotClasses } from "./brands.ts";
import { containersOnlyInComposition } from "./containers.ts";
import { oneNetworkClient } from "./network.ts";
import { openersInTheirPlaces } from "./openers.ts";
import { packageImports } from "./packages.ts";
import { providerImports } from "./provider-imports.ts";
import type { SourceRule } from "./rule.ts";
import { coreNamesNoVendor } from "./vendors.ts";

/** Every rule about a source file, under the sentence that it proves. */
export const SOURCE_RULES: Readonly<Record<string, SourceRule>> = {
  "only composition/ imports the container and the polyfill": containersOnlyInComposition,
  "a secret is opened in three places": openersInTheirPlaces,
  "providers import the contract, and their SDK in client.ts and login-provider.ts alone": providerImports,
  "packages import each other by the subpath that they may": packageImports,
  "one place makes network requests": oneNetworkClient,
  "errors are told by brands, not by instanceof": brandsNotClasses,
  "no console, and the environment is an argument": nothingAmbient,
  "core names no vendor": coreNamesNoVendor,
};
