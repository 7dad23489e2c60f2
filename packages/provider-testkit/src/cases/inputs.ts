import type { CaseContext } from "../case-context.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { ConformanceError, ensure } from "../conformance-error.ts";
import { deepFreeze } from "../freeze.ts";

async function callAll(context: CaseContext): Promise<void> {
  const { harness } = context;
  const { address } = await context.seedCanary("given");
  const fields = deepFreeze(structuredClone(harness.connection));
  harness.plugin.address(address.name, fields);
  harness.plugin.policy(deepFreeze([{ ...address }, { ...address }]), fields);
  const session = await context.open({ copy: (given) => deepFreeze(structuredClone(given)) });
  await session.check(context.patient());
  await session.list({}, context.patient());
  await session.describe?.(address, context.patient());
  const count = Math.min(2, harness.plugin.manifest.capabilities.maxBatch);
  const outcomes = await session.fetch([address, address].slice(0, count), context.patient());
  ensure(
    outcomes.every(({ ok }) => ok),
    "a fetch of frozen addresses fails",
  );
}

export const inputCases: readonly ConformanceCase[] = [
  {
    id: "inputs/frozen",
    title: "every call works with frozen data: nothing that it is given is changed",
    run: async (context) => {
      try {
        await callAll(context);
      } catch (thrown) {
        if (!(thrown instanceof TypeError)) throw thrown;
        throw new ConformanceError("a call changes what it was given");
      }
    },
  },
];
