import type { RunReport } from "@keyferry/core";
import { isKeyferryError } from "@keyferry/core/delivery";
import type { Invocation } from "../invocation.ts";
import { writeFailures } from "../output/failures.ts";
import { prepareReport, type ReportFile } from "./report-file.ts";

/** Runs `work`, and writes the report that it gives, or the one of a refused run that it hands over, to the file. */
export async function withReport(
  invocation: Invocation,
  path: string | undefined,
  work: (refused: (report: RunReport) => void) => Promise<RunReport>,
): Promise<void> {
  let report: RunReport | undefined;
  const file = path === undefined ? undefined : await prepareReport(path);
  try {
    report = await work((refused) => {
      report = refused;
    });
  } finally {
    if (file) await finish(invocation, file, report);
  }
}

/** The run is over: where its report cannot be written, its exit code stays. */
async function finish(invocation: Invocation, file: ReportFile, report: RunReport | undefined): Promise<void> {
  try {
    if (report) await file.write(report);
  } catch (thrown) {
    if (!isKeyferryError(thrown)) throw thrown;
    writeFailures(invocation.world.stderr, thrown.failures);
  } finally {
    await file.dispose();
  }
}
