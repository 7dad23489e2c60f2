import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { Stopwatch } from "../src/stopwatch.ts";

it("counts what a provider waits", async () => {
  const watch = new Stopwatch();
  await sleep(200);
  const { wall, running } = watch.stop();
  expect(running).toBeGreaterThan(50);
  expect(running).toBeLessThanOrEqual(wall);
});

it("counts what a provider computes without letting anything else run", () => {
  const watch = new Stopwatch();
  const before = process.cpuUsage().user;
  while (process.cpuUsage().user - before < 200_000);
  expect(watch.stop().running).toBeGreaterThanOrEqual(200);
});

it("counts no pause of the process", () => {
  const watch = new Stopwatch();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  const { wall, running } = watch.stop();
  expect(wall).toBeGreaterThanOrEqual(490);
  expect(running).toBeLessThan(250);
});
