import { defineProvider, type ProviderPlugin } from "@keyferry/core/provider";
import { address } from "./address.ts";
import type { System } from "./api.ts";
import { manifest } from "./manifest.ts";
import { policy } from "./policy.ts";

/** The provider on a given system, which tests replace. */
export function createProvider(system: System): ProviderPlugin {
  return defineProvider({
    manifest,
    address,
    policy,
    open: async () => (await import("./open.ts")).open(system),
  });
}
