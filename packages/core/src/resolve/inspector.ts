import type { Trial } from "../connections/port.ts";
import { KeyferryError } from "../contract/failure.ts";
import type { CallContext, CheckResult, RemoteSecret, Session } from "../contract/session.ts";
import { quote } from "../settings/quote.ts";
import { startDeadline } from "./deadline.ts";
import { listSecrets } from "./list.ts";
import { failureOf, TOO_FEW } from "./outcome.ts";
import { addressOf, located, type Target } from "./place.ts";
import type { Examined, RemoteReader } from "./port.ts";
import type { ConnectionReader } from "./reader.ts";
import type { Readers } from "./readers.ts";
import { type Selection, select } from "./select.ts";
import { type RemoteShape, shapeOf } from "./shape.ts";

/** Asks managers for everything but values. Each call throws `KeyferryError`. */
export class Inspector implements RemoteReader {
  readonly #readers: Readers;

  constructor(readers: Readers) {
    this.#readers = readers;
  }

  async shape(connectionId: string, target: Target, signal?: AbortSignal): Promise<RemoteShape> {
    return (await this.examine(connectionId, target, {}, signal)).shape;
  }

  async examine(connectionId: string, target: Target, selection: Selection, signal?: AbortSignal): Promise<Examined> {
    const reader = await this.#readers.get(connectionId);
    const address = place(reader, target);
    using deadline = startDeadline(this.#readers.options.limits.readMs, signal);
    const [outcome] = await reader.read([address], deadline.signal);
    if (!outcome?.ok) {
      const where = `${quote(target.remoteName)} of connection ${reader.connection.name}`;
      throw new KeyferryError(located({ where, ...(outcome?.failure ?? TOO_FEW) }, reader.connection));
    }
    const { jsonDepth } = this.#readers.options.limits;
    const shape = shapeOf(outcome.payload, jsonDepth);
    const selected = select(outcome.payload, selection, jsonDepth);
    return selected.ok ? { shape } : { shape, misfit: { problem: selected.problem, hint: selected.hint } };
  }

  async *list(connectionId: string, filter?: string, signal?: AbortSignal): AsyncGenerator<RemoteSecret> {
    const reader = await this.#readers.get(connectionId);
    const { limits, events } = this.#readers.options;
    using deadline = startDeadline(limits.totalMs, signal);
    yield* listSecrets(reader, { limits, events, ...(filter === undefined ? {} : { filter }) }, deadline.signal);
  }

  async describe(connectionId: string, target: Target, signal?: AbortSignal): Promise<RemoteSecret | undefined> {
    const reader = await this.#readers.get(connectionId);
    const address = place(reader, target);
    return this.#ask(reader, async (session, context) => session.describe?.(address, context), signal);
  }

  async check(connectionId: string, signal?: AbortSignal): Promise<CheckResult> {
    const reader = await this.#readers.get(connectionId);
    return this.#ask(reader, (session, context) => session.check(context), signal);
  }

  checkUnsaved(trial: Trial, signal?: AbortSignal): Promise<CheckResult> {
    return this.#readers.try(trial, (reader) =>
      this.#ask(reader, (session, context) => session.check(context), signal),
    );
  }

  async #ask<T>(
    reader: ConnectionReader,
    ask: (session: Session, context: CallContext) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    using deadline = startDeadline(this.#readers.options.limits.readMs, signal);
    try {
      return await reader.call(ask, deadline.signal);
    } catch (thrown) {
      throw new KeyferryError(located(failureOf(thrown), reader.connection));
    }
  }
}

function place(reader: ConnectionReader, target: Target): { readonly name: string; readonly version?: string } {
  const address = addressOf(reader.connection, target);
  if ("code" in address) throw new KeyferryError(located(address, reader.connection));
  return address;
}
