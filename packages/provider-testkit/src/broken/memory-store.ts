import { setTimeout } from "node:timers/promises";
import type { Payload } from "@keyferry/core/provider";
import type { FaultKind, FaultOptions, RecordedCall } from "../harness.ts";

/** What the store answers in place of a result. `body` is its own words, which no provider may show. */
export class StoreRefusal {
  readonly reason: "status" | "network";
  readonly status: number;
  readonly code: string;
  readonly body: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(given: { status?: number; code?: string; body?: string; retryAfterSeconds?: number | undefined }) {
    this.reason = given.code === undefined ? "status" : "network";
    this.status = given.status ?? 0;
    this.code = given.code ?? "";
    this.body = given.body ?? "";
    this.retryAfterSeconds = given.retryAfterSeconds;
  }
}

export interface StoredSecret {
  readonly versions: Payload[];
  readonly description: string | undefined;
}

const READS_VALUE = "get";
const WRITES = "touch";

/** A secrets manager in this process's memory, with logins, faults and a record of its calls. */
export class MemoryStore {
  readonly secrets = new Map<string, StoredSecret>();
  readonly denied = new Set<string>();
  readonly calls: RecordedCall[] = [];
  readonly token: string;
  #fault: { readonly kind: FaultKind; readonly options: FaultOptions } | undefined;

  constructor(token: string) {
    this.token = token;
  }

  put(name: string, payload: Payload, description: string | undefined): void {
    const known = this.secrets.get(name);
    this.secrets.set(name, {
      versions: [...(known?.versions ?? []), structuredClone(payload)],
      description: description ?? known?.description,
    });
  }

  fault(kind: FaultKind, options: FaultOptions = {}): void {
    this.#fault = { kind, options };
  }

  clear(): void {
    this.#fault = undefined;
    this.denied.clear();
  }

  /** The fault that a page of a list meets; an empty page is met once. */
  takePageFault(): FaultKind | undefined {
    const kind = this.#fault?.kind;
    if (kind === "empty-page") this.#fault = undefined;
    return kind;
  }

  /** One request. Throws a {@link StoreRefusal}, or the signal's reason. */
  async ask<T>(operation: string, token: string, signal: AbortSignal, answer: () => T): Promise<T | string> {
    signal.throwIfAborted();
    this.calls.push({ operation, write: operation === WRITES, readsValue: operation === READS_VALUE });
    const { kind, options } = this.#fault ?? { kind: undefined, options: {} };
    await setTimeout(kind === "delay" ? (options.ms ?? 0) : 0, undefined, { signal });
    const refused = refusalOf(kind, options);
    if (refused) throw refused;
    if (kind === "html") return "<html>please sign in</html>";
    if (kind === "corrupt") return '{"half": ';
    if (token !== this.token) throw new StoreRefusal({ status: 401, body: `no such login: ${token}` });
    return answer();
  }
}

function refusalOf(kind: FaultKind | undefined, options: FaultOptions): StoreRefusal | undefined {
  switch (kind) {
    case "throttle":
      return new StoreRefusal({ status: 429, retryAfterSeconds: options.retryAfterSeconds });
    case "unavailable":
      return new StoreRefusal({ status: 503 });
    case "echo":
      return new StoreRefusal({ status: 400, body: options.text ?? "" });
    case "login-ended":
      return new StoreRefusal({ status: 401, body: "ended" });
    case "reset":
      return new StoreRefusal({ code: "ECONNRESET" });
    case "cut-off":
      return new StoreRefusal({ code: "CUT_OFF" });
    case "endless-body":
      return new StoreRefusal({ code: "TOO_LONG" });
    default:
      return undefined;
  }
}
