import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { whileReading } from "../../src/composition/while-reading.ts";
import { Events } from "../../src/events/events.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const STARTED = { type: "read-started", connection: "prod", addresses: 1, attempt: 1 } as const;

describe("what is done while the first values are waited for", () => {
  it("waits until the request is under way, and is done once", () => {
    const events = new Events();
    const work = vi.fn();
    whileReading(events, work);
    events.emit({ type: "session-opened", connection: "prod", durationMs: 1 });
    vi.advanceTimersByTime(1_000);
    expect(work).not.toHaveBeenCalled();
    events.emit(STARTED);
    expect(work).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10);
    expect(work).toHaveBeenCalledOnce();
    events.emit({ ...STARTED, attempt: 2 });
    vi.advanceTimersByTime(1_000);
    expect(work).toHaveBeenCalledOnce();
  });
});
