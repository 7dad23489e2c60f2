import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Deviations, describeProvider, type ProviderHarness, plannedColumn } from "@keyferry/provider-testkit";
import { expect, test } from "vitest";
import { compareWithPage, toldCalls } from "./page.ts";
import { callsLine } from "./recorded-calls.ts";

/**
 * The conformance suite over one of our providers and its embedded store. The page with the matrix must tell what is run:
 * `KEYFERRY_MATRIX_FOLDER` names a folder for the runs' columns, from which the page is written anew.
 */
export function describeConformance(harness: ProviderHarness, deviations: Deviations = {}): void {
  const folder = process.env.KEYFERRY_MATRIX_FOLDER;
  const matrixFile = folder === undefined ? undefined : join(folder, `${harness.name}.json`);
  describeProvider(harness, { deviations, matrixFile });
  // Behind all cases: by then the manager was asked for everything that a provider ever asks.
  test(`docs/providers/conformance.md tells of ${harness.name} what was asked of its manager`, () => {
    const line = callsLine(harness.name, harness.calls?.() ?? []);
    if (folder === undefined) expect(toldCalls(harness.name)).toEqual(line);
    else writeFileSync(join(folder, `${harness.name}.calls.md`), line);
  });
  test.skipIf(folder !== undefined)(`docs/providers/conformance.md tells of ${harness.name} what is run`, () => {
    const { told, found } = compareWithPage(plannedColumn(harness, deviations));
    expect(told).toEqual(found);
  });
}
