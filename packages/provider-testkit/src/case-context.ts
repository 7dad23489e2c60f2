import { randomBytes } from "node:crypto";
import type { Address, CallContext, LogRecord, OpenConnection, Payload, Session } from "@keyferry/core/provider";
import { createTestHost } from "@keyferry/core/testing";
import { ConformanceError } from "./conformance-error.ts";
import type { ProviderHarness, SeedOptions } from "./harness.ts";
import { canary } from "./leaks/canary.ts";
import { payloadOf } from "./payloads.ts";
import { withTimeLimit } from "./time-limit.ts";

/** Milliseconds that one call of a provider may take in a case. */
const CALL_MS = 15_000;

/** What one case works with. Whatever it opens and seeds is ended and removed after it. */
export class CaseContext {
  readonly harness: ProviderHarness;
  /** What the plugin logged in this case, as its host passes it on. */
  readonly logs: LogRecord[] = [];
  readonly #tag = randomBytes(4).toString("hex");
  readonly #endings: (() => Promise<void>)[] = [];
  readonly #seeded = new Set<string>();

  constructor(harness: ProviderHarness) {
    this.harness = harness;
  }

  /** The signal of a patient caller. */
  patient(): CallContext {
    return Object.freeze({ signal: AbortSignal.timeout(CALL_MS) });
  }

  /** Opens a session on the harness's connection. */
  async open({ credentials = {}, copy = structuredClone, context = this.patient() }: Opening = {}): Promise<Session> {
    const { plugin, connection } = this.harness;
    const whole: OpenConnection = { ...connection, credentials: { ...connection.credentials, ...credentials } };
    const log = (record: LogRecord) => void this.logs.push(record);
    const { host, close } = createTestHost({ connection: whole.name, credentials: whole.credentials, log });
    this.#endings.push(async () => close());
    const session = await within("open", plugin.open(copy(whole), host, context));
    let disposed: Promise<void> | undefined;
    // A host disposes a session once, whoever asks for it, and then closes its own sockets.
    const dispose = (): Promise<void> => {
      disposed ??= within("dispose", session.dispose()).finally(close);
      return disposed;
    };
    this.#endings.push(dispose);
    const { describe } = session;
    return {
      check: (context) => within("check", session.check(context)),
      list: (query, context) => within("list", session.list(copy(query), context)),
      ...(describe === undefined
        ? {}
        : { describe: (address, context) => within("describe", describe.call(session, copy(address), context)) }),
      fetch: (addresses, context) => within("fetch", session.fetch(copy(addresses), context)),
      dispose,
    };
  }

  /** The canonical address of a plain name, of this case alone. */
  address(plain: string): Address {
    return this.canonical(this.harness.nameOf?.(`${plain}-${this.#tag}`) ?? `${plain}-${this.#tag}`);
  }

  /** The address of a name that the manager takes. Throws where the plugin refuses it. */
  canonical(name: string): Address {
    const { plugin, connection } = this.harness;
    const result = plugin.address(name, connection);
    if (!result.ok) throw new ConformanceError("address() refuses a name that the harness calls legal");
    return { name: result.name };
  }

  /** Puts a payload under a plain name of this case. */
  async seed(plain: string, payload: Payload, options?: SeedOptions): Promise<Address> {
    const address = this.address(plain);
    await this.seedAt(address, payload, options);
    return address;
  }

  async seedAt({ name }: Address, payload: Payload, options?: SeedOptions): Promise<void> {
    this.#seeded.add(name);
    await this.harness.seed(name, payload, options);
  }

  /** Puts a value that occurs nowhere else, in a kind that the manager holds. */
  async seedCanary(plain: string, value: string = canary()): Promise<{ address: Address; payload: Payload }> {
    const payload = payloadOf(value, this.harness);
    return { address: await this.seed(plain, payload), payload };
  }

  /** Has names that were seeded elsewhere removed after the case. */
  willRemove(names: readonly string[]): void {
    for (const name of names) this.#seeded.add(name);
  }

  /** Takes a seeded secret away now. */
  async remove({ name }: Address): Promise<void> {
    this.#seeded.delete(name);
    await this.harness.remove(name);
  }

  /** Ends all that the case began, the last first. */
  async end(): Promise<void> {
    await this.harness.clear?.();
    // What fails to end is the concern of the case that proves the ending.
    for (const ending of this.#endings.reverse()) await ending().catch(() => undefined);
    for (const name of this.#seeded) await this.harness.remove(name);
  }
}

interface Opening {
  /** Other credentials than the harness's. */
  readonly credentials?: Readonly<Record<string, string>> | undefined;
  /** Makes what `open` and the session's calls are given. */
  readonly copy?: <T>(given: T) => T;
  readonly context?: CallContext;
}

function within<T>(call: string, running: Promise<T>): Promise<T> {
  return withTimeLimit(running, CALL_MS, () => new ConformanceError(`${call} does not end within ${CALL_MS} ms`));
}
