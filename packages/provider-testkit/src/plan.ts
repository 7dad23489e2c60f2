import { CASES } from "./cases/index.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import type { ProviderHarness } from "./harness.ts";

/** Case id → why the provider is let off it. A deviation that is not needed fails. */
export type Deviations = Readonly<Record<string, string>>;

/** What is expected of one case for one provider. */
export type PlannedCase = { readonly case: ConformanceCase } & (
  | { readonly state: "applies" }
  | { readonly state: "deviates" | "not applicable"; readonly why: string }
);

/**
 * What is to be run for a provider. Throws where a deviation names no case, gives no reason, or is of a case that does not
 * apply.
 */
export function planCases(harness: ProviderHarness, deviations: Deviations = {}): readonly PlannedCase[] {
  const known = new Set(CASES.map(({ id }) => id));
  for (const [id, reason] of Object.entries(deviations)) {
    if (!known.has(id)) throw new Error(`${harness.name}: the deviation ${JSON.stringify(id)} names no case`);
    if (reason.trim() === "") throw new Error(`${harness.name}: the deviation ${id} needs a reason`);
  }
  return CASES.map((one): PlannedCase => {
    const why = one.missing?.(harness);
    const reason = Object.hasOwn(deviations, one.id) ? deviations[one.id] : undefined;
    if (why !== undefined && reason !== undefined) {
      throw new Error(`${harness.name}: the deviation ${one.id} is not needed: ${why}`);
    }
    if (why !== undefined) return { case: one, state: "not applicable", why };
    return reason === undefined ? { case: one, state: "applies" } : { case: one, state: "deviates", why: reason };
  });
}
