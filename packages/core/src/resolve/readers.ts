import type { ConnectionPool, Trial } from "../connections/port.ts";
import { ConnectionReader, type ReaderOptions } from "./reader.ts";

/** One reader for each connection, since limits and retry budget belong to the connection. */
export class Readers {
  readonly options: ReaderOptions;
  readonly #pool: ConnectionPool;
  readonly #readers = new Map<string, ConnectionReader>();

  constructor(pool: ConnectionPool, options: ReaderOptions) {
    this.#pool = pool;
    this.options = options;
  }

  /**
   * Throws `KeyferryError` if the connection cannot be prepared. A connection that was changed meanwhile gets a new
   * reader.
   */
  async get(connectionId: string): Promise<ConnectionReader> {
    const connection = await this.#pool.get(connectionId);
    const known = this.#readers.get(connectionId);
    if (known?.connection === connection) return known;
    const reader = new ConnectionReader(connection, this.options);
    this.#readers.set(connectionId, reader);
    return reader;
  }

  /** Uses a connection that is not saved, within the same limits, and disposes it. */
  async try<T>(trial: Trial, ask: (reader: ConnectionReader) => Promise<T>): Promise<T> {
    const { live, dispose } = await this.#pool.try(trial);
    try {
      return await ask(new ConnectionReader(live, this.options));
    } finally {
      await dispose();
    }
  }
}
