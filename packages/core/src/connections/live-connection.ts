import type { Clock } from "../contract/clock.ts";
import { KeyferryError } from "../contract/failure.ts";
import type { HostResponse } from "../contract/host.ts";
import type { ProviderPlugin } from "../contract/plugin.ts";
import type { CallContext, ConnectionFields, Session } from "../contract/session.ts";
import type { Events } from "../events/events.ts";
import { CLOCK_TOLERANCE_MS, serverAheadMs } from "./http/heard-clock.ts";
import { type OpenedSession, type OpeningOptions, openSession } from "./open-session.ts";
import type { LiveConnection } from "./port.ts";
import { Shared } from "./shared.ts";

export interface LiveOptions extends OpeningOptions {
  readonly id: string;
  readonly clock: Clock;
  readonly events: Events;
}

/** One connection of the pool. */
export class PooledConnection implements LiveConnection {
  readonly id: string;
  readonly name: string;
  readonly plugin: ProviderPlugin;
  readonly fields: ConnectionFields;
  readonly #options: LiveOptions;
  readonly #ending = new AbortController();
  readonly #retired = new Set<Promise<void>>();
  #opening: Shared<OpenedSession> | undefined;
  #reopened = false;
  /** What was kept of the login's sources is used only for the first opening. */
  #openings = 0;
  #heardClock = false;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.id = options.id;
    this.plugin = options.plugin;
    this.fields = options.fields;
    this.name = options.fields.name;
  }

  async session(context: CallContext): Promise<Session> {
    if (this.#ending.signal.aborted) throw this.#ended();
    if (this.#opening === undefined || this.#opening.abandoned) this.#opening = this.#open();
    return (await this.#opening.wait(context)).session;
  }

  async reopen(failed: Session, context: CallContext): Promise<boolean> {
    const opening = this.#opening;
    const current = opening?.value;
    // Another call was faster: it has replaced the failed session, or is about to.
    if (opening !== undefined && current?.session !== failed) {
      await opening.wait(context);
      return true;
    }
    if (this.#reopened || this.#ending.signal.aborted) return false;
    this.#reopened = true;
    if (current !== undefined) this.#retire(current);
    this.#opening = this.#open();
    await this.#opening.wait(context);
    this.#options.events.emit({ type: "session-reopened", connection: this.name });
    return true;
  }

  /** Ends what is open, and what is being opened. Never throws: failures are logged. */
  async dispose(): Promise<void> {
    this.#ending.abort();
    const opened = await this.#opening?.result.catch(() => undefined);
    this.#opening = undefined;
    if (opened !== undefined) await this.#end(opened, () => opened.session.dispose());
    await Promise.all(this.#retired);
  }

  #open(): Shared<OpenedSession> {
    const { clock, events } = this.#options;
    const started = clock.monotonic();
    this.#openings += 1;
    const anew = this.#openings > 1;
    const opening: Shared<OpenedSession> = new Shared(
      (signal) => openSession({ ...this.#options, heard: (headers) => this.#hearClock(headers) }, { signal, anew }),
      this.#ending.signal,
    );
    opening.result.then(
      () => {
        const durationMs = clock.monotonic() - started;
        events.emit({ type: "session-opened", connection: this.name, durationMs });
      },
      () => {
        // A failed opening is not kept: the next caller tries again.
        if (this.#opening === opening) this.#opening = undefined;
      },
    );
    return opening;
  }

  /** Once: it is the clock of the machine, not of a request. */
  #hearClock(headers: HostResponse["headers"]): void {
    const aheadMs = this.#heardClock ? undefined : serverAheadMs(headers, this.#options.clock.now());
    if (aheadMs === undefined) return;
    this.#heardClock = true;
    const off = Math.abs(aheadMs) > CLOCK_TOLERANCE_MS;
    this.#options.events.emit({ type: "clock-heard", connection: this.name, aheadMs, off });
  }

  #retire(opened: OpenedSession): void {
    const ended = this.#end(opened, () => opened.session.retire());
    this.#retired.add(ended);
    ended.then(() => this.#retired.delete(ended));
  }

  async #end({ close }: OpenedSession, dispose: () => Promise<void>): Promise<void> {
    try {
      await dispose();
    } catch {
      this.#options.log?.({ connection: this.name, level: "warn", message: "the session did not end cleanly" });
    } finally {
      close();
    }
  }

  #ended(): KeyferryError {
    return new KeyferryError({
      code: "cancelled",
      where: `connection ${this.name}`,
      message: "the host has ended its sessions",
      connection: this.name,
    });
  }
}
