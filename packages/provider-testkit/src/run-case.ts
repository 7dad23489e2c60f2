import { CaseContext } from "./case-context.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import { ConformanceError } from "./conformance-error.ts";
import type { ProviderHarness } from "./harness.ts";
import { type Deviations, type PlannedCase, planCases } from "./plan.ts";
import { withTimeLimit } from "./time-limit.ts";

/** Milliseconds that a case may take, its cleaning up apart. */
export const CASE_MS = 40_000;

/** What came of one case. */
export interface CaseResult {
  readonly case: string;
  readonly state: "passed" | "failed" | "deviates" | "not applicable";
  /** Of a failure what failed, of the others the reason. Never a value. */
  readonly why?: string;
}

/** Runs one case, and cleans up after it. Throws where the provider does not conform. */
async function runCase(harness: ProviderHarness, one: ConformanceCase): Promise<void> {
  const context = new CaseContext(harness);
  try {
    await withTimeLimit(one.run(context), CASE_MS, () => new ConformanceError(`it does not end within ${CASE_MS} ms`));
  } finally {
    await context.end();
  }
}

/** Runs a planned case as it is meant: a deviation must fail. Throws where it is not so. */
export async function runPlanned(harness: ProviderHarness, planned: PlannedCase): Promise<CaseResult> {
  const { id } = planned.case;
  if (planned.state === "not applicable") return { case: id, state: planned.state, why: planned.why };
  if (planned.state === "applies") {
    await runCase(harness, planned.case);
    return { case: id, state: "passed" };
  }
  const conforms = await runCase(harness, planned.case).then(
    () => true,
    () => false,
  );
  if (conforms) throw new ConformanceError(`the deviation ${id} is not needed: the case passes`);
  return { case: id, state: "deviates", why: planned.why };
}

/** Runs every case one after the other, without a test runner. A failure is a result. */
export async function runCases(
  harness: ProviderHarness,
  options: { readonly deviations?: Deviations; readonly only?: readonly string[] } = {},
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const planned of planCases(harness, options.deviations)) {
    const { id } = planned.case;
    if (options.only && !options.only.includes(id)) continue;
    try {
      results.push(await runPlanned(harness, planned));
    } catch (thrown) {
      results.push({ case: id, state: "failed", why: thrown instanceof Error ? thrown.message : "it throws" });
    }
  }
  return results;
}
