import { describe, expect, it } from "vitest";
import { startJob } from "../src/start-job.ts";

const start = { warn() {}, onStart() {} };
const node = (script: string) => ({
  program: process.execPath,
  args: ["-e", script],
  payloads: [],
  withheldVariables: [],
});

describe("a job with a time limit", () => {
  it("is told to end, and its exit code is 124 whatever it makes of that", async () => {
    const begun = performance.now();
    const obedient = await startJob(node("setInterval(() => {}, 1000)"), { ...start, timeLimitMs: 700 });
    expect(obedient).toMatchObject({ code: 124, timedOut: true });
    const script = 'process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000)';
    const polite = await startJob(node(script), { ...start, timeLimitMs: 2_000 });
    expect(polite).toMatchObject({ code: 124, timedOut: true });
    expect(performance.now() - begun).toBeLessThan(25_000);
  });

  it("keeps its own exit code where it ends in time, and nothing waits for the rest", async () => {
    const ended = await startJob(node("process.exit(3)"), { ...start, timeLimitMs: 60_000 });
    expect(ended).toEqual({ code: 3 });
    expect(process.listenerCount("SIGTERM")).toBe(0);
  });
});
