import { afterEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../src/contract/clock.ts";
import { processLock } from "../../src/settings/lock.ts";
import { errorOf, temporaryFolder } from "./support/folder.ts";

afterEach(() => vi.restoreAllMocks());

/** The process's own clock, which a test lets jump as it does where the process stood still. */
function jumpingClock(): (ms: number) => void {
  const real = systemClock.monotonic;
  let skew = 0;
  vi.spyOn(systemClock, "monotonic").mockImplementation(() => real() + skew);
  return (ms) => {
    skew += ms;
  };
}

describe("the lock of a folder", () => {
  it("is not taken for lost by one who stood still before he had it", async () => {
    const folder = await temporaryFolder();
    const jump = jumpingClock();
    // The one who waits pauses for 125 ms between two tries: the clock jumps in a pause, and not while a try is under way.
    const pausing = Promise.withResolvers<void>();
    vi.spyOn(Math, "random").mockImplementation(() => {
      pausing.resolve();
      return 1;
    });
    let waiting: Promise<string> | undefined;
    await processLock.hold(folder, async () => {
      waiting = processLock.hold(folder, async (held) => {
        held();
        return "written";
      });
      await pausing.promise;
      jump(60_000);
    });
    expect(await waiting).toBe("written");
  });

  it("is taken for lost by one who stood still while he had it", async () => {
    const folder = await temporaryFolder();
    const jump = jumpingClock();
    const holding = processLock.hold(folder, async (held) => {
      held();
      jump(60_000);
      held();
    });
    expect((await errorOf(holding)).message).toContain("the lock was lost");
  });
});
