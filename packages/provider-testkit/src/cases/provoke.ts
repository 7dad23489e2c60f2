import { isProviderError, type ProviderFailure, type Session } from "@keyferry/core/provider";
import type { CaseContext } from "../case-context.ts";
import type { FaultKind } from "../harness.ts";

/** One failure that was provoked. */
export interface Provoked {
  /** Which call met what. */
  readonly what: string;
  /** What it threw, if it did. */
  readonly thrown?: unknown;
  readonly failure?: ProviderFailure;
}

/** Faults that end a call by themselves, and soon. */
const SOON: readonly FaultKind[] = [
  "throttle",
  "unavailable",
  "reset",
  "html",
  "corrupt",
  "cut-off",
  "endless-body",
  "echo",
];

/** Lets every call of a session meet every fault that the harness has, a missing secret and a denied one. */
export async function provokeAll(context: CaseContext, echo = "echo-of-the-manager"): Promise<readonly Provoked[]> {
  const { harness } = context;
  const { address } = await context.seedCanary("provoked");
  const missing = context.address("missing");
  const session = await context.open();
  const provoked: Provoked[] = [];
  const meet = async (name: string, of: { readonly name: string }) => {
    for (const [call, run] of Object.entries(callsOf(session, context, of))) {
      provoked.push(...(await collect(`${call} with ${name}`, run)));
    }
  };
  await meet("a missing secret", missing);
  for (const kind of SOON.filter((known) => harness.faults?.includes(known))) {
    await harness.fault?.(kind, { text: echo });
    await meet(`the fault ${kind}`, address);
    await harness.clear?.();
  }
  if (harness.deny) {
    await harness.deny(address.name);
    await meet("a denied secret", address);
    await harness.clear?.();
  }
  return provoked;
}

function callsOf(session: Session, context: CaseContext, address: { readonly name: string }) {
  const calls: Record<string, () => Promise<unknown>> = {
    check: async () => session.check(context.patient()),
    list: async () => session.list({}, context.patient()),
    fetch: async () => session.fetch([address], context.patient()),
  };
  if (session.describe) calls.describe = async () => session.describe?.(address, context.patient());
  return calls;
}

async function collect(what: string, run: () => Promise<unknown>): Promise<readonly Provoked[]> {
  try {
    const result = await run();
    if (!Array.isArray(result)) return [];
    return result.flatMap((outcome) => (outcome.ok === false ? [{ what, failure: outcome.error }] : []));
  } catch (thrown) {
    return [{ what, thrown, ...(isProviderError(thrown) ? { failure: thrown.failure } : {}) }];
  }
}
