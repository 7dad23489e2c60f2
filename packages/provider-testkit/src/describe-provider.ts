import { writeFileSync } from "node:fs";
import { afterAll, describe, test } from "vitest";
import type { ProviderHarness } from "./harness.ts";
import { summary } from "./matrix.ts";
import { type Deviations, planCases } from "./plan.ts";
import { CASE_MS, type CaseResult, runPlanned } from "./run-case.ts";

export interface DescribeOptions {
  readonly deviations?: Deviations;
  /** Path of a JSON file that takes the run's column of the matrix, `MatrixColumn`. */
  readonly matrixFile?: string | undefined;
}

/**
 * Runs the conformance suite as tests of a vitest file, each case one test. Stops the harness at the end, and prints what
 * came of it: deviations and what does not apply with their reasons.
 */
export function describeProvider(harness: ProviderHarness, options: DescribeOptions = {}): void {
  const { name } = harness;
  describe(`${name} conforms`, () => {
    const results: CaseResult[] = [];
    for (const planned of planCases(harness, options.deviations)) {
      const { id, title } = planned.case;
      if (planned.state === "not applicable") {
        results.push({ case: id, state: planned.state, why: planned.why });
        continue;
      }
      const sentence = planned.state === "deviates" ? `${id}: deviates, ${planned.why}` : `${id}: ${title}`;
      test(sentence, { timeout: CASE_MS + 20_000 }, async () => {
        const failed: CaseResult = { case: id, state: "failed" };
        const place = results.push(failed) - 1;
        results[place] = await runPlanned(harness, planned);
      });
    }
    afterAll(async () => {
      await harness.stop();
      process.stdout.write(summary({ provider: name, cases: results }));
      if (options.matrixFile === undefined) return;
      const order = planCases(harness, options.deviations).map((planned) => planned.case.id);
      const cases = results.toSorted((one, other) => order.indexOf(one.case) - order.indexOf(other.case));
      writeFileSync(options.matrixFile, `${JSON.stringify({ provider: name, cases }, null, 2)}\n`);
    });
  });
}
