import { KeyferryError } from "../contract/failure.ts";
import type { Manifest } from "../contract/manifest.ts";
import type {
  Address,
  CallContext,
  CheckResult,
  FetchOutcome,
  ListPage,
  ListQuery,
  RemoteSecret,
  Session,
} from "../contract/session.ts";
import type { SessionLimits } from "./limits.ts";
import { type FailureContext, failureOfThrown, toFailure } from "./provider-failure.ts";
import { readCheck, readDescription, readPage } from "./read-descriptions.ts";
import { readOutcomes } from "./read-outcomes.ts";
import { withinLimit } from "./time-limit.ts";

type Method = (...given: unknown[]) => Promise<unknown>;
const METHODS = ["check", "list", "fetch", "dispose", "describe"] as const;

export interface GuardOptions extends FailureContext {
  readonly manifest: Manifest;
  readonly limits: SessionLimits;
}

/**
 * A plugin's session, made safe. Each call ends within its limit, or at once when the caller gives up; what it returns
 * is checked and copied; what it throws becomes a `KeyferryError` of allowlisted text. `fetch` never throws: if the
 * call as a whole fails, that is the outcome of each address.
 */
export class GuardedSession implements Session {
  /** Present if the manifest declares it. */
  readonly describe?: (address: Address, context: CallContext) => Promise<RemoteSecret>;
  readonly #methods: ReadonlyMap<string, Method>;
  readonly #options: GuardOptions;
  readonly #running = new Set<Promise<unknown>>();
  #disposed: Promise<void> | undefined;

  /** Throws `KeyferryError` (`plugin`) if the plugin's session lacks a method. */
  constructor(given: unknown, options: GuardOptions) {
    this.#options = options;
    this.#methods = readMethods(given);
    const needed = METHODS.filter((name) => name !== "describe" || options.manifest.capabilities.describe);
    const missing = needed.filter((name) => !this.#methods.has(name));
    if (missing.length > 0) {
      throw new KeyferryError({
        code: "plugin",
        where: `connection ${options.connection}`,
        message: `the session that ${options.provider} opened lacks ${missing.join(", ")}`,
        hint: "update the provider, or tell its publisher",
        connection: options.connection,
        provider: options.provider,
      });
    }
    if (options.manifest.capabilities.describe) {
      this.describe = (address, context) =>
        this.#ask("describe", Object.freeze({ ...address }), context, (given) => readDescription(given));
    }
  }

  check(context: CallContext): Promise<CheckResult> {
    return this.#ask("check", undefined, context, readCheck);
  }

  list(query: ListQuery, context: CallContext): Promise<ListPage> {
    const { listNames } = this.#options.limits;
    return this.#ask("list", Object.freeze({ ...query }), context, (given) => readPage(given, listNames));
  }

  async fetch(addresses: readonly Address[], context: CallContext): Promise<readonly FetchOutcome[]> {
    const { limits, redact } = this.#options;
    const asked = Object.freeze(addresses.map((address) => Object.freeze({ ...address })));
    try {
      const given = await this.#call("fetch", asked, context);
      return readOutcomes(given, asked.length, limits.valueBytes, redact);
    } catch (thrown) {
      const error = failureOfThrown(thrown, redact);
      return asked.map(() => ({ ok: false, error }));
    }
  }

  /**
   * Ends the plugin's session, once. If that fails or takes too long, throws a `KeyferryError`, which is meant for the
   * log.
   */
  dispose(): Promise<void> {
    this.#disposed ??= this.#dispose();
    return this.#disposed;
  }

  /** Ends the session once the calls under way have ended, so that they still get their answers. */
  async retire(): Promise<void> {
    await Promise.allSettled(this.#running);
    await this.dispose();
  }

  async #dispose(): Promise<void> {
    const { limits } = this.#options;
    try {
      await withinLimit(async () => this.#methods.get("dispose")?.(), { ms: limits.disposeMs, who: "the provider" });
    } catch (thrown) {
      throw toFailure(thrown, this.#options);
    }
  }

  async #ask<T>(method: string, input: unknown, context: CallContext, read: (given: unknown) => T): Promise<T> {
    try {
      return read(await this.#call(method, input, context));
    } catch (thrown) {
      throw toFailure(thrown, this.#options);
    }
  }

  async #call(method: string, input: unknown, { signal }: CallContext): Promise<unknown> {
    const call = this.#methods.get(method);
    const running = withinLimit(
      async (inner) => {
        const context = Object.freeze({ signal: inner });
        return input === undefined ? call?.(context) : call?.(input, context);
      },
      { ms: this.#options.limits.attemptMs, signal, who: "the provider" },
    );
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }
}

/** Each method is read once, and called on the plugin's own object. */
function readMethods(given: unknown): ReadonlyMap<string, Method> {
  const methods = new Map<string, Method>();
  try {
    if (typeof given !== "object" || given === null) return methods;
    for (const name of METHODS) {
      const method: unknown = Reflect.get(given, name);
      if (typeof method === "function") methods.set(name, (...args) => Reflect.apply(method, given, args));
    }
  } catch {
    // A getter threw: the caller names what is missing then.
  }
  return methods;
}
