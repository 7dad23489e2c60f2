import type { CaseContext } from "./case-context.ts";
import type { ProviderHarness } from "./harness.ts";

/** One thing that every provider does right. */
export interface ConformanceCase {
  /** Stable: `fetch/order`. Deviations and the matrix name it. */
  readonly id: string;
  /** What it proves, as a sentence about the provider. */
  readonly title: string;
  /** Why the case does not apply to this provider or harness; nothing where it does. */
  readonly missing?: (harness: ProviderHarness) => string | undefined;
  /** Throws where the provider does not conform. */
  readonly run: (context: CaseContext) => Promise<void>;
}

type Condition = NonNullable<ConformanceCase["missing"]>;

/** The first reason of several conditions. */
export function needs(...conditions: readonly Condition[]): Condition {
  return (harness) => {
    for (const condition of conditions) {
      const reason = condition(harness);
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
}

/** The harness has this optional member. */
export function has(member: "deny" | "calls" | "seedMany" | "otherCredentials" | "hostileNames"): Condition {
  return (harness) => (harness[member] ? undefined : `the harness has no ${member}`);
}

/** The call gives back the description of a seeded secret. */
export function describesIn(call: "list" | "describe"): Condition {
  return ({ descriptions }) => (descriptions?.includes(call) ? undefined : `${call} gives no description`);
}

/** The harness can provoke this fault. */
export function provokes(kind: NonNullable<ProviderHarness["faults"]>[number]): Condition {
  return (harness) =>
    harness.fault && harness.faults?.includes(kind) ? undefined : `the harness has no fault ${kind}`;
}

/** The manifest declares this capability, or declares it not. */
export function declares(capability: "describe" | "versions" | "masksMissing", wanted = true): Condition {
  return ({ plugin }) =>
    plugin.manifest.capabilities[capability] === wanted
      ? undefined
      : `${capability} is ${wanted ? "not declared" : "declared"}`;
}

/** The manager can hold this kind of payload. */
export function holds(kind: ProviderHarness["payloads"][number]): Condition {
  return ({ payloads }) => (payloads.includes(kind) ? undefined : `the manager holds no ${kind}`);
}
