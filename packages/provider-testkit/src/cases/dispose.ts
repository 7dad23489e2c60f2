import { setTimeout } from "node:timers/promises";
import type { ConformanceCase } from "../conformance-case.ts";
import { ensure } from "../conformance-error.ts";
import { ensurePayload } from "../payloads.ts";

/** What keeps this process alive, counted by kind. */
function resources(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** Kinds of which there is more than before. Sockets take a moment to close, so it is asked for three seconds. */
async function leftOver(before: ReadonlyMap<string, number>): Promise<readonly string[]> {
  for (let tries = 60; ; tries -= 1) {
    await setTimeout(tries === 60 ? 1 : 50, undefined, { ref: false });
    const left = [...resources()].filter(([kind, count]) => count > (before.get(kind) ?? 0)).map(([kind]) => kind);
    if (left.length === 0 || tries === 0) return left;
  }
}

export const disposeCases: readonly ConformanceCase[] = [
  {
    id: "dispose/ends",
    title: "dispose() ends, after use and without it",
    run: async (context) => {
      const { address } = await context.seedCanary("read");
      await (await context.open()).dispose();
      const used = await context.open();
      await used.fetch([address], context.patient());
      await used.dispose();
    },
  },
  {
    id: "dispose/handles",
    title: "after dispose() no socket and no timer of the session keeps the process alive",
    run: async (context) => {
      const { address } = await context.seedCanary("read");
      const before = resources();
      const session = await context.open();
      await session.check(context.patient());
      await session.list({}, context.patient());
      await Promise.all(Array.from({ length: 5 }, () => session.fetch([address], context.patient())));
      await session.dispose();
      const left = await leftOver(before);
      ensure(left.length === 0, `after dispose() there is left: ${left.join(", ")}`);
    },
  },
  {
    id: "dispose/others",
    title: "the end of one session leaves another one its login and its sockets",
    run: async (context) => {
      const { address, payload } = await context.seedCanary("read");
      const [one, other] = [await context.open(), await context.open()];
      await one.fetch([address], context.patient());
      await other.fetch([address], context.patient());
      await one.dispose();
      ensurePayload((await other.fetch([address], context.patient()))[0], payload, "the secret of the other session");
    },
  },
];
