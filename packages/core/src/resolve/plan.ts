import type { Capabilities } from "../contract/manifest.ts";
import type { Address } from "../contract/session.ts";

/** One remote secret to read, and all its uses. */
export interface Read<Use> {
  readonly address: Address;
  readonly uses: readonly Use[];
}

/** One read for each remote secret and version, in the order of first use. Names must be canonical. */
export function planReads<Use>(uses: readonly { readonly address: Address; readonly use: Use }[]): Read<Use>[] {
  const reads = new Map<string, { address: Address; uses: Use[] }>();
  for (const { address, use } of uses) {
    const identity = JSON.stringify([address.name, address.version ?? null]);
    const read = reads.get(identity);
    if (read) read.uses.push(use);
    else reads.set(identity, { address, uses: [use] });
  }
  return [...reads.values()];
}

/**
 * Splits addresses into calls, as large as the provider's batch allows; pinned versions go separately if a batch cannot
 * name them.
 */
export function slice(
  addresses: readonly Address[],
  capabilities: Pick<Capabilities, "maxBatch" | "batchVersions">,
): Address[][] {
  const together: Address[] = [];
  const slices: Address[][] = [];
  for (const address of addresses) {
    if (address.version !== undefined && !capabilities.batchVersions) slices.push([address]);
    else together.push(address);
  }
  for (let at = 0; at < together.length; at += capabilities.maxBatch) {
    slices.push(together.slice(at, at + capabilities.maxBatch));
  }
  return slices;
}
