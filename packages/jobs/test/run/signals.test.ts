import type { ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { posix } from "../../src/platform/posix.ts";
import { SignalRelay } from "../../src/run/signals.ts";

class FakeChild extends EventEmitter {
  readonly sent: string[] = [];
  exitCode: number | null = null;
  signalCode: string | null = null;
  kill(signal: string): boolean {
    this.sent.push(signal);
    return true;
  }
}

/** `had` stands for what the whole group had, where that is watched. */
function start(had?: () => Promise<boolean>) {
  const source = new EventEmitter();
  const child = new FakeChild();
  const pauses: string[][] = [];
  const pause = () => {
    // The system's own rule holds where nobody listens.
    expect(source.listenerCount("SIGTSTP")).toBe(0);
    pauses.push([...child.sent]);
  };
  const platform = { ...posix, pause };
  const relay = new SignalRelay(source, platform, { graceMs: 30_000 });
  const pass = () => relay.passTo(child as unknown as ChildProcess, had && { had });
  return { pauses, source, child, relay, pass };
}

describe("SignalRelay", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("keeps a signal that comes before the job has started for it", () => {
    const { source, child, pass } = start();
    source.emit("SIGTERM");
    expect(child.sent).toEqual([]);
    pass();
    expect(child.sent).toEqual(["SIGTERM"]);
  });

  it("does not repeat what the whole group had, and asks of no other signal", async () => {
    const had = vi.fn(async () => true);
    const { source, child, pass } = start(had);
    pass();
    for (const signal of ["SIGINT", "SIGQUIT", "SIGHUP", "SIGTERM", "SIGUSR2"]) source.emit(signal);
    await vi.advanceTimersByTimeAsync(0);
    expect(child.sent).toEqual(["SIGTERM", "SIGUSR2"]);
    expect(had.mock.calls).toEqual([["SIGINT"], ["SIGQUIT"], ["SIGHUP"]]);
  });

  it("passes on what came to the wrapper alone, where the job still runs by then", async () => {
    const { source, child, pass } = start(async () => false);
    pass();
    source.emit("SIGINT");
    await vi.advanceTimersByTimeAsync(0);
    expect(child.sent).toEqual(["SIGINT"]);
    source.emit("SIGINT");
    child.signalCode = "SIGINT";
    await vi.advanceTimersByTimeAsync(0);
    expect(child.sent).toEqual(["SIGINT"]);
  });

  it("gives the job what the group had before there was a job", () => {
    const { source, child, pass } = start(async () => true);
    source.emit("SIGINT");
    pass();
    expect(child.sent).toEqual(["SIGINT"]);
  });

  it("passes on to pause, to go on and a new size, and pauses itself behind the job", () => {
    const { source, child, pauses, pass } = start();
    pass();
    for (const signal of ["SIGALRM", "SIGWINCH", "SIGTSTP", "SIGCONT"]) source.emit(signal);
    expect(child.sent).toEqual(["SIGALRM", "SIGWINCH", "SIGTSTP", "SIGCONT"]);
    expect(pauses).toEqual([["SIGALRM", "SIGWINCH", "SIGTSTP"]]);
    expect(source.listenerCount("SIGTSTP")).toBe(1);
  });

  it("pauses itself alone where the group was told, where there is no job yet, and where it has ended", async () => {
    for (const [had, started, ended] of [
      [async () => true, true, false],
      [undefined, false, false],
      [undefined, true, true],
    ] as const) {
      const { source, child, pauses, pass, relay } = start(had);
      if (started) pass();
      if (ended) child.exitCode = 0;
      for (const signal of ["SIGTSTP", "SIGCONT", "SIGWINCH"]) source.emit(signal);
      await vi.advanceTimersByTimeAsync(0);
      expect([child.sent, pauses, relay.hurry.aborted]).toEqual([[], [[]], false]);
    }
  });

  it("kills after the grace, once, and gives up on the output soon after", () => {
    const { source, child, relay, pass } = start();
    pass();
    source.emit("SIGTERM");
    source.emit("SIGTERM");
    vi.advanceTimersByTime(29_999);
    expect(child.sent).toEqual(["SIGTERM", "SIGTERM"]);
    vi.advanceTimersByTime(1);
    expect(child.sent).toEqual(["SIGTERM", "SIGTERM", "SIGKILL"]);
    expect(relay.hurry.aborted).toBe(false);
    vi.advanceTimersByTime(2_000);
    expect(relay.hurry.aborted).toBe(true);
  });

  it("never kills for other signals, nor a job that has ended", () => {
    const { source, child, pass } = start();
    pass();
    for (const signal of ["SIGINT", "SIGQUIT", "SIGHUP"]) source.emit(signal);
    vi.advanceTimersByTime(60_000);
    source.emit("SIGTERM");
    child.exitCode = 0;
    vi.advanceTimersByTime(60_000);
    expect(child.sent).toEqual(["SIGINT", "SIGQUIT", "SIGHUP", "SIGTERM"]);
  });

  it("stops waiting for output at a signal behind the job's exit, and leaves no listener", () => {
    const { source, child, relay, pass } = start();
    pass();
    child.exitCode = 0;
    source.emit("SIGINT");
    expect(relay.hurry.aborted).toBe(true);
    relay.dispose();
    expect(source.eventNames()).toEqual([]);
  });
});
