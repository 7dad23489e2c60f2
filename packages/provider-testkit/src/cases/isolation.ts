import { type ConformanceCase, has } from "../conformance-case.ts";
import { ensureCode, failureOf } from "../failures.ts";
import { ensurePayload } from "../payloads.ts";

export const isolationCases: readonly ConformanceCase[] = [
  {
    id: "isolation/logins",
    title: "two sessions share no login: a wrong one stays wrong beside a right one, and spoils it not",
    missing: has("otherCredentials"),
    run: async (context) => {
      const { address, payload } = await context.seedCanary("guarded");
      const right = await context.open();
      ensurePayload((await right.fetch([address], context.patient()))[0], payload, "the secret of the right login");
      const wrong = async () => {
        const session = await context.open({ credentials: context.harness.otherCredentials });
        return session.fetch([address], context.patient());
      };
      ensureCode(await failureOf(wrong(), "the wrong login"), ["unauthenticated"], "the wrong login");
      ensurePayload((await right.fetch([address], context.patient()))[0], payload, "the secret beside a wrong login");
    },
  },
];
