import type { ResolvedJob, RunEnd, RunReport } from "@keyferry/core";

export const REPORT: RunReport = {
  schemaVersion: 1,
  run: "0123456789abcdef0123456789abcdef",
  who: { user: "ada", host: "cellar" },
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: "2026-01-01T00:00:01.000Z",
  durationsMs: { resolve: 5 },
  outcome: "finished",
  uses: [],
};

/** A job that was resolved; how it ended is added to `ends`. */
export function resolvedJob(job: ResolvedJob["job"], ends: RunEnd[] = []): ResolvedJob {
  const ended = async (end: RunEnd): Promise<RunReport> => {
    ends.push(end);
    return { ...REPORT, ...end };
  };
  return { job, uses: [], loginEnds: [], run: { id: REPORT.run, ended, again: async () => undefined } };
}
