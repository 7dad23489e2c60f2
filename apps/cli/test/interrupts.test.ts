import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchInterrupts } from "../src/interrupts.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched() {
  const source = new EventEmitter();
  const ended: number[] = [];
  const untold: number[] = [];
  const interrupts = watchInterrupts(source, (code, told) => {
    ended.push(code);
    if (!told) untold.push(code);
  });
  return { source, ended, untold, interrupts };
}

describe("interrupts", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])("aborts at %s and remembers %i", (signal, code) => {
    const { source, interrupts, ended } = watched();
    expect([interrupts.signal.aborted, interrupts.exitCode]).toEqual([false, undefined]);
    source.emit(signal);
    expect([interrupts.signal.aborted, interrupts.exitCode, ended]).toEqual([true, code, []]);
  });

  it("ends the process within a second where the command does not end by itself", () => {
    const { source, ended } = watched();
    source.emit("SIGTERM");
    vi.advanceTimersByTime(1_000);
    expect(ended).toEqual([143]);
  });

  it("says whether the person was told, so that a busy machine hides it from nobody", () => {
    for (const told of [false, true]) {
      const { source, interrupts, untold } = watched();
      source.emit("SIGTERM");
      interrupts.told = told;
      vi.advanceTimersByTime(1_000);
      expect(untold).toEqual(told ? [] : [143]);
    }
  });

  it("ends at once at the second interrupt, with the first one's code", () => {
    const { source, ended } = watched();
    source.emit("SIGINT");
    source.emit("SIGTERM");
    expect(ended).toEqual([130]);
  });

  it("leaves the signals to the job once released", () => {
    const { source, interrupts, ended } = watched();
    interrupts.release();
    expect(source.listenerCount("SIGINT") + source.listenerCount("SIGTERM")).toBe(0);
    vi.advanceTimersByTime(5_000);
    expect(ended).toEqual([]);
  });
});
