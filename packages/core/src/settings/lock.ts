import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "../contract/clock.ts";
import { isKeyferryError } from "../contract/failure.ts";
import { errorCode, fileProblem, settingsProblem } from "./problem.ts";

/** One writer at a time in a folder. */
export interface FolderLock {
  /** Runs `work` while the folder is locked. `held` throws (`settings`) once the lock may have been lost. */
  hold<T>(folder: string, work: (held: () => void) => Promise<T>): Promise<T>;
}

/** A holder that shows no sign of life for this long is considered dead. */
const STALE_MS = 10_000;
const BEAT_MS = 1_000;
const WAIT_MS = 120_000;
const LONGEST_PAUSE_MS = 120;
const IMPATIENT_MS = 20_000;

/** A lock between processes, which ends by itself if its holder was killed. */
export const processLock: FolderLock = {
  async hold(folder, work) {
    const life = new Life();
    const release = await acquire(folder, life);
    try {
      return await work(() => {
        if (life.lost()) throw settingsProblem(folder, "the lock was lost, so nothing was written", "try again");
      });
    } finally {
      life.end();
      // A lock that was lost belongs to somebody else by now.
      await release().catch(() => undefined);
    }
  },
};

/**
 * Whether this process ran without a long pause. After one (a stopped process, a sleeping machine) others may have taken
 * the lock for abandoned before we notice it on the disk.
 */
class Life {
  compromised = false;
  #last = systemClock.monotonic();
  readonly #timer = setInterval(() => this.#beat(), BEAT_MS).unref();

  lost(): boolean {
    this.#beat();
    return this.compromised;
  }

  /** From here on pauses count: one that was over before the lock was taken did no harm. */
  begin(): void {
    this.compromised = false;
    this.#last = systemClock.monotonic();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    const now = systemClock.monotonic();
    if (now - this.#last > STALE_MS / 2) this.compromised = true;
    this.#last = now;
  }
}

const properLockfile = () => import("proper-lockfile");

/** Loads what takes a lock, before it is needed. */
export function loadLock(): void {
  properLockfile().catch(() => {});
}

async function acquire(folder: string, life: Life): Promise<() => Promise<void>> {
  const { lock } = (await properLockfile()).default;
  const options = {
    lockfilePath: join(folder, ".keyferry-lock"),
    realpath: false,
    stale: STALE_MS,
    update: STALE_MS / 5,
    onCompromised: () => {
      life.compromised = true;
    },
  };
  const start = systemClock.monotonic();
  for (;;) {
    life.begin();
    try {
      const release = await lock(folder, options);
      return release;
    } catch (error) {
      if (isKeyferryError(error)) throw error;
      if (errorCode(error) !== "ELOCKED") throw fileProblem(folder, "changed", error);
    }
    if (systemClock.monotonic() - start > WAIT_MS) {
      throw settingsProblem(
        folder,
        "another Keyferry has held the lock of this folder for two minutes",
        "try again later",
      );
    }
    // Those who have waited longer ask more often, so that a crowd does not keep one of them out for ever.
    const patience = Math.max(0.05, 1 - (systemClock.monotonic() - start) / IMPATIENT_MS);
    await sleep(5 + Math.random() * LONGEST_PAUSE_MS * patience);
  }
}
