import { type ConformanceCase, has } from "../conformance-case.ts";
import { ensure } from "../conformance-error.ts";
import { readList } from "../read-list.ts";
import { callsOf } from "./recorded.ts";

export const readOnlyCases: readonly ConformanceCase[] = [
  {
    id: "read-only/calls",
    title: "nothing that a session calls changes the store",
    missing: has("calls"),
    run: async (context) => {
      const { address } = await context.seedCanary("read");
      const calls = await callsOf(context, "a session", async () => {
        const session = await context.open();
        await session.check(context.patient());
        await readList(session, () => context.patient());
        await session.describe?.(address, context.patient());
        await session.fetch([address], context.patient());
        await session.fetch([context.address("missing")], context.patient());
        await session.dispose();
      });
      const writes = [...new Set(calls.filter(({ write }) => write).map(({ operation }) => operation))];
      ensure(writes.length === 0, `a session calls what writes: ${writes.join(", ")}`);
    },
  },
];
