/** Ctrl-C and a polite end from outside, while Keyferry itself works. */
export interface Interrupts {
  /** Aborted by the first of them. */
  readonly signal: AbortSignal;
  /** 130 or 143, once one came. */
  readonly exitCode: number | undefined;
  /** Set by whoever told the person of it. */
  told?: boolean;
  /** Listens no more: from here on the signals belong to the job. */
  release(): void;
}

/** What a person is told of it. */
export const CANCELLED = "cancelled\n";

/** How long a command may take to end after an interrupt, in milliseconds, before it is ended. */
const GRACE_MS = 900;

const CODES = { SIGINT: 130, SIGTERM: 143 } as const;
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The part of `process` that tells of signals. */
export interface SignalSource {
  on(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  off(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
}

/**
 * Watches for interrupts. `giveUp` ends the process, at the second interrupt or when the grace is over; it learns whether the
 * person was told of the first.
 */
export function watchInterrupts(source: SignalSource, giveUp: (exitCode: number, told: boolean) => void): Interrupts {
  const controller = new AbortController();
  let exitCode: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const listeners = SIGNALS.map((name) => {
    const listener = () => {
      if (exitCode !== undefined) return giveUp(exitCode, interrupts.told);
      const code = CODES[name];
      exitCode = code;
      timer = setTimeout(() => giveUp(code, interrupts.told), GRACE_MS).unref();
      controller.abort();
    };
    source.on(name, listener);
    return { name, listener };
  });
  const interrupts = {
    signal: controller.signal,
    told: false,
    get exitCode() {
      return exitCode;
    },
    release() {
      clearTimeout(timer);
      for (const { name, listener } of listeners) source.off(name, listener);
    },
  };
  return interrupts;
}
