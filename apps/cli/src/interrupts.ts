/** Ctrl-C and a polite end from outside, while Keyferry itself works. */
export interface Interrupts {
  /** Aborted by the first of them. */
  readonly signal: AbortSignal;
  /** 130 or 143, once one came. */
  readonly exitCode: number | undefined;
  /** Listens no more: from here on the signals belong to the job. */
  release(): void;
}

/** How long a command may take to end after an interrupt, in milliseconds, before it is ended. */
const GRACE_MS = 900;

const CODES = { SIGINT: 130, SIGTERM: 143 } as const;
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The part of `process` that tells of signals. */
export interface SignalSource {
  on(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  off(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
}

/** Watches for interrupts. `giveUp` ends the process: at the second interrupt, or when the grace is over. */
export function watchInterrupts(source: SignalSource, giveUp: (exitCode: number) => void): Interrupts {
  const controller = new AbortController();
  let exitCode: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const listeners = SIGNALS.map((name) => {
    const listener = () => {
      if (exitCode !== undefined) return giveUp(exitCode);
      const code = CODES[name];
      exitCode = code;
      timer = setTimeout(() => giveUp(code), GRACE_MS).unref();
      controller.abort();
    };
    source.on(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    release() {
      clearTimeout(timer);
      for (const { name, listener } of listeners) source.off(name, listener);
    },
  };
}
