import type { ProviderHarness } from "../harness.ts";
import { type Change, referenceHarness } from "./reference.ts";

/** A provider with one fault, and the case that names it. */
export interface BrokenProvider {
  /** The case that must fail. */
  readonly fails: string;
  /** What is wrong with it. */
  readonly fault: string;
  /** Other cases that see the same fault. No further one may fail. */
  readonly alsoFails: readonly string[];
  readonly harness: () => ProviderHarness;
}

/** A broken provider, made of the reference by a change that is made anew for each harness. */
export function broken(
  fails: string,
  fault: string,
  change: Change | (() => Change),
  alsoFails: readonly string[] = [],
): BrokenProvider {
  const make = typeof change === "function" ? change : () => change;
  return { fails, fault, alsoFails, harness: () => referenceHarness(make()) };
}
