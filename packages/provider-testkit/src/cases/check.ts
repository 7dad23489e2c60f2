import { type ConformanceCase, has } from "../conformance-case.ts";
import { ensure } from "../conformance-error.ts";
import { ensureCode, failureOf } from "../failures.ts";
import { ensureNoValueRead } from "./recorded.ts";

export const checkCases: readonly ConformanceCase[] = [
  {
    id: "check/login",
    title: "check() says what the login may do",
    run: async (context) => {
      const session = await context.open();
      const { canList, identity, expiresAt } = await session.check(context.patient());
      ensure(["yes", "no", "unknown"].includes(canList), "canList is neither yes, no nor unknown");
      ensure(identity === undefined || identity.length > 0, "identity is empty");
      ensure(expiresAt === undefined || !Number.isNaN(Date.parse(expiresAt)), "expiresAt is no instant");
    },
  },
  {
    id: "check/no-value",
    title: "check() reads no value",
    missing: has("calls"),
    run: async (context) => {
      await context.seedCanary("untouched");
      const session = await context.open();
      await ensureNoValueRead(context, "check()", async () => void (await session.check(context.patient())));
    },
  },
  {
    id: "check/refused",
    title: "a wrong login is unauthenticated, when it opens or when it is checked",
    missing: has("otherCredentials"),
    run: async (context) => {
      const attempt = async () =>
        (await context.open({ credentials: context.harness.otherCredentials })).check(context.patient());
      ensureCode(await failureOf(attempt(), "a wrong login"), ["unauthenticated"], "a wrong login");
    },
  },
  {
    id: "check/refused-read",
    title: "a wrong login reads nothing: fetch fails as a whole, as unauthenticated",
    missing: has("otherCredentials"),
    run: async (context) => {
      const { address } = await context.seedCanary("guarded");
      const attempt = async () => {
        const session = await context.open({ credentials: context.harness.otherCredentials });
        return session.fetch([address], context.patient());
      };
      ensureCode(await failureOf(attempt(), "a read with a wrong login"), ["unauthenticated"], "a wrong login");
    },
  },
];
