import { join } from "node:path";
import { type Deviations, describeProvider, type ProviderHarness, plannedColumn } from "@keyferry/provider-testkit";
import { expect, test } from "vitest";
import { compareWithPage } from "./page.ts";

/**
 * The conformance suite over one of our providers and its embedded store. The page with the matrix must tell what is run:
 * `KEYFERRY_MATRIX_FOLDER` names a folder for the runs' columns, from which the page is written anew.
 */
export function describeConformance(harness: ProviderHarness, deviations: Deviations = {}): void {
  const folder = process.env.KEYFERRY_MATRIX_FOLDER;
  const matrixFile = folder === undefined ? undefined : join(folder, `${harness.name}.json`);
  describeProvider(harness, { deviations, matrixFile });
  test.skipIf(folder !== undefined)(`docs/providers/conformance.md tells of ${harness.name} what is run`, () => {
    const { told, found } = compareWithPage(plannedColumn(harness, deviations));
    expect(told).toEqual(found);
  });
}
