import { type ConformanceCase, declares, describesIn, has, needs } from "../conformance-case.ts";
import { ensure } from "../conformance-error.ts";
import { ensureCode, failureOf } from "../failures.ts";
import { canary } from "../leaks/canary.ts";
import { payloadOf } from "../payloads.ts";
import { ensureNoValueRead } from "./recorded.ts";

export const describeCases: readonly ConformanceCase[] = [
  {
    id: "describe/declared",
    title: "a session has describe() where the manifest declares it, and only there",
    run: async (context) => {
      const session = await context.open();
      const { describe } = context.harness.plugin.manifest.capabilities;
      ensure((session.describe !== undefined) === describe, "describe() and the manifest do not agree");
    },
  },
  {
    id: "describe/one",
    title: "describe() tells of the secret that it is asked about",
    missing: declares("describe"),
    run: async (context) => {
      const { address } = await context.seedCanary("described");
      await context.seedCanary("another");
      const description = await (await context.open()).describe?.(address, context.patient());
      ensure(description !== undefined, "describe() tells nothing");
      ensure(context.canonical(description.name).name === address.name, "describe() tells of another secret");
    },
  },
  {
    id: "describe/text",
    title: "describe() gives the description that the manager has",
    missing: needs(declares("describe"), describesIn("describe")),
    run: async (context) => {
      const description = "the NAS in the cellar";
      const address = await context.seed("described", payloadOf(canary(), context.harness), { description });
      const described = await (await context.open()).describe?.(address, context.patient());
      ensure(described?.description?.includes(description) === true, "the description is not given");
    },
  },
  {
    id: "describe/missing",
    title: "describe() of a missing secret fails as not-found, or as access-denied where the manager masks it",
    missing: declares("describe"),
    run: async (context) => {
      const session = await context.open();
      const asking = (async () => session.describe?.(context.address("missing"), context.patient()))();
      const { masksMissing } = context.harness.plugin.manifest.capabilities;
      const failure = await failureOf(asking, "describe() of a missing secret");
      ensureCode(failure, masksMissing ? ["not-found", "access-denied"] : ["not-found"], "a missing secret");
    },
  },
  {
    id: "describe/no-value",
    title: "describe() reads no value",
    missing: needs(declares("describe"), has("calls")),
    run: async (context) => {
      const { address } = await context.seedCanary("untouched");
      const session = await context.open();
      await ensureNoValueRead(context, "describe()", async () => {
        await session.describe?.(address, context.patient());
      });
    },
  },
];
