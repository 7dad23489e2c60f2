import type { ErrorCode } from "../contract/failure.ts";

/** What happens while secrets are read: names and numbers, never a value. */
export type KeyferryEvent =
  | { readonly type: "session-opened"; readonly connection: string; readonly durationMs: number }
  | { readonly type: "session-reopened"; readonly connection: string }
  | { readonly type: "read-started"; readonly connection: string; readonly addresses: number; readonly attempt: number }
  | {
      readonly type: "read-finished";
      readonly connection: string;
      readonly addresses: number;
      readonly failed: number;
      readonly durationMs: number;
    }
  | {
      readonly type: "retry";
      readonly connection: string;
      readonly code: ErrorCode;
      readonly attempt: number;
      readonly delayMs: number;
    }
  /**
   * By how many milliseconds the manager's clock is ahead of this machine's; negative: behind. `off`: so far that logins are refused.
   * Once for each connection, with the first answer that says.
   */
  | { readonly type: "clock-heard"; readonly connection: string; readonly aheadMs: number; readonly off: boolean }
  | { readonly type: "batch-refused"; readonly connection: string }
  /** The audit continues without this record (`best-effort`, or the end of a job); `message` says why, for a person. */
  | { readonly type: "audit-failed"; readonly message: string }
  /** A writer was killed in the middle of a record: what it left is noted in the log, and the audit continues. */
  | { readonly type: "audit-mended"; readonly path: string }
  | { readonly type: "list-page"; readonly connection: string; readonly page: number; readonly names: number };

export type EventListener = (event: KeyferryEvent) => void;

/** Passes events to listeners. A listener that throws does not disturb anything. */
export class Events {
  readonly #listeners = new Set<EventListener>();

  on(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: KeyferryEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch {
        // The listener's own trouble: a read never fails because somebody watched it.
      }
    }
  }
}
