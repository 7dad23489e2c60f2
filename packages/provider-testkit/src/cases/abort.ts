import type { CallContext, Session } from "@keyferry/core/provider";
import type { CaseContext } from "../case-context.ts";
import { type ConformanceCase, declares, needs, provokes } from "../conformance-case.ts";
import { ensure } from "../conformance-error.ts";
import { ensureCode, failureOf } from "../failures.ts";
import { Stopwatch } from "../stopwatch.ts";

/** Milliseconds: what the manager takes for its answer, when the caller gives up, and how long the call may then last. */
const DELAY_MS = 4_500;
const PATIENCE_MS = 60;
const END_MS = 1_000;
/** By then it has waited for the answer, whatever the machine did meanwhile. */
const LATE_MS = DELAY_MS - 500;

type Call = (session: Session, address: { readonly name: string }, context: CallContext) => Promise<unknown>;

async function abortDuring(context: CaseContext, what: string, call: Call): Promise<void> {
  const { address } = await context.seedCanary("slow");
  const session = await context.open();
  await session.fetch([address], context.patient());
  // What it loads at its first call has no signal.
  await call(session, address, context.patient()).catch(() => undefined);
  await context.harness.fault?.("delay", { ms: DELAY_MS });
  const giveUp = new AbortController();
  let watch: Stopwatch | undefined;
  const timer = setTimeout(() => {
    watch = new Stopwatch();
    giveUp.abort();
  }, PATIENCE_MS);
  try {
    const failure = await failureOf(call(session, address, { signal: giveUp.signal }), `an aborted ${what}`);
    const { wall, running } = watch?.stop() ?? { wall: 0, running: 0 };
    ensure(running < END_MS && wall < LATE_MS, `an aborted ${what} lasts ${Math.round(wall)} ms`);
    ensureCode(failure, ["cancelled"], `an aborted ${what}`);
  } finally {
    clearTimeout(timer);
    watch?.stop();
  }
}

function abortCase(what: string, call: Call, missing?: ConformanceCase["missing"]): ConformanceCase {
  return {
    id: `abort/${what}`,
    title: `${what}() ends within a second, as cancelled, when its caller gives up during a slow answer`,
    missing: missing ? needs(missing, provokes("delay")) : provokes("delay"),
    run: (context) => abortDuring(context, what, call),
  };
}

export const abortCases: readonly ConformanceCase[] = [
  abortCase("check", (session, _, context) => session.check(context)),
  abortCase("list", (session, _, context) => session.list({}, context)),
  abortCase(
    "describe",
    async (session, address, context) => session.describe?.(address, context),
    declares("describe"),
  ),
  abortCase("fetch", (session, address, context) => session.fetch([address], context)),
  {
    id: "abort/open",
    title: "open() ends within a second when its caller gives up during a slow answer",
    missing: provokes("delay"),
    run: async (context) => {
      await context.harness.fault?.("delay", { ms: DELAY_MS });
      const started = performance.now();
      const opening = context.open({ context: { signal: AbortSignal.timeout(PATIENCE_MS) } });
      // A session that opens without asking the manager has nothing to give up.
      await opening.catch(() => undefined);
      const lasted = performance.now() - started;
      // The client itself is loaded here, which has no signal.
      ensure(lasted < PATIENCE_MS + END_MS * 3, `an aborted open lasts ${Math.round(lasted)} ms`);
    },
  },
  {
    id: "abort/before",
    title: "a call whose caller has already given up ends at once, as cancelled",
    run: async (context) => {
      const { address } = await context.seedCanary("read");
      const session = await context.open();
      const signal = AbortSignal.abort();
      for (const call of [
        async () => session.check({ signal }),
        async () => session.list({}, { signal }),
        async () => session.fetch([address], { signal }),
      ]) {
        ensureCode(await failureOf(call(), "a call without a caller"), ["cancelled"], "a call without a caller");
      }
    },
  },
];
