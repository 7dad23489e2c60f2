import type { ConnectionPool } from "../connections/port.ts";
import { ConnectionReader, type ReaderOptions } from "./reader.ts";

/** One reader for each connection, since its bounds and its retry budget are the connection's. */
export class Readers {
  readonly options: ReaderOptions;
  readonly #pool: ConnectionPool;
  readonly #readers = new Map<string, Promise<ConnectionReader>>();

  constructor(pool: ConnectionPool, options: ReaderOptions) {
    this.#pool = pool;
    this.options = options;
  }

  /** Throws `KeyferryError` where the connection cannot be prepared; the next call tries anew. */
  get(connectionId: string): Promise<ConnectionReader> {
    const known = this.#readers.get(connectionId);
    if (known) return known;
    const reader = this.#pool.get(connectionId).then((connection) => new ConnectionReader(connection, this.options));
    this.#readers.set(connectionId, reader);
    reader.catch(() => this.#readers.delete(connectionId));
    return reader;
  }
}
