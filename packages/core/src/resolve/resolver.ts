import { type Failure, isKeyferryError } from "../contract/failure.ts";
import type { Address } from "../contract/session.ts";
import type { Secret } from "../secret/secret.ts";
import { startDeadline } from "./deadline.ts";
import { failureOf, type ReadFailure, type ReadOutcome } from "./outcome.ts";
import { addressOf, located, type Target } from "./place.ts";
import { planReads } from "./plan.ts";
import type { ConnectionReader } from "./reader.ts";
import type { Readers } from "./readers.ts";
import { type Selection, select } from "./select.ts";

/** One use of a remote secret: what to read, what to pick, and the names for messages. */
export interface Use extends Target {
  /** The setting, or the variable of an ad hoc run. */
  readonly setting: string;
  /** The secret's name, or the reference. */
  readonly secret: string;
  /** The id of the secret's definition; absent for a reference to the manager's name. */
  readonly secretId?: string;
  readonly connectionId: string;
  readonly selection: Selection;
}

export type Resolved =
  | { readonly ok: true; readonly use: Use; readonly value: Secret<string | Uint8Array>; readonly version?: string }
  | { readonly ok: false; readonly use: Use; readonly failures: readonly Failure[] };

/** Turns uses into sealed values. */
export class Resolver {
  readonly #readers: Readers;

  constructor(readers: Readers) {
    this.#readers = readers;
  }

  /** Resolves every use, whatever happens to the others. One result for each, in the same order. Never throws. */
  async resolve(uses: readonly Use[], signal?: AbortSignal): Promise<Resolved[]> {
    const { totalMs } = this.#readers.options.limits;
    using deadline = startDeadline(totalMs, signal);
    const parts = [...Map.groupBy(uses, ({ connectionId }) => connectionId)].map(([id, part]) =>
      this.#resolvePart(id, part, deadline.signal),
    );
    const results = (await Promise.all(parts)).flat();
    const order = new Map(uses.map((use, index) => [use, index]));
    results.sort((a, b) => (order.get(a.use) ?? 0) - (order.get(b.use) ?? 0));
    return deadline.passed() ? results.map((result) => timedOut(result, totalMs)) : results;
  }

  async #resolvePart(id: string, uses: readonly Use[], signal: AbortSignal): Promise<Resolved[]> {
    let reader: ConnectionReader;
    try {
      reader = await this.#readers.get(id);
    } catch (thrown) {
      const failures = isKeyferryError(thrown) ? thrown.failures : [failureOf(thrown)];
      return uses.map((use) => ({
        ok: false,
        use,
        failures: failures.map((failure) => ({ ...failure, setting: use.setting })),
      }));
    }
    const refused = (use: Use, failure: ReadFailure): Resolved => ({
      ok: false,
      use,
      failures: [located(failure, reader.connection, use)],
    });
    const results: Resolved[] = [];
    const placed: { address: Address; use: Use }[] = [];
    for (const use of uses) {
      const address = addressOf(reader.connection, use);
      if ("code" in address) results.push(refused(use, address));
      else placed.push({ address, use });
    }
    const reads = planReads(placed);
    const addresses = reads.map(({ address }) => address);
    const outcomes = await reader.read(addresses, signal);
    for (const [index, { uses: sharing }] of reads.entries()) {
      const outcome = outcomes[index];
      for (const use of outcome ? sharing : []) results.push(this.#select(use, outcome as ReadOutcome, refused));
    }
    return results;
  }

  #select(use: Use, outcome: ReadOutcome, refused: (use: Use, failure: ReadFailure) => Resolved): Resolved {
    if (!outcome.ok) return refused(use, outcome.failure);
    const selected = select(outcome.payload, use.selection, this.#readers.options.limits.jsonDepth);
    if (!selected.ok) return refused(use, { code: "value", message: selected.problem, hint: selected.hint });
    const version = outcome.version === undefined ? {} : { version: outcome.version };
    return { ok: true, use, value: selected.value, ...version };
  }
}

/** Turns what our own deadline cancelled into a time-out: no person gave it up. */
function timedOut(result: Resolved, totalMs: number): Resolved {
  if (result.ok) return result;
  const failures = result.failures.map((failure): Failure => {
    if (failure.code !== "cancelled") return failure;
    const message = `the whole resolution took longer than ${totalMs / 1000} seconds`;
    return { ...failure, code: "unavailable", message, hint: "try again later" };
  });
  return { ...result, failures };
}
