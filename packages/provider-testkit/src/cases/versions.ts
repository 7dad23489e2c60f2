import { type ConformanceCase, declares } from "../conformance-case.ts";
import { ensure } from "../conformance-error.ts";
import { ensureCode, failureOf } from "../failures.ts";
import { canary } from "../leaks/canary.ts";
import { ensurePayload, payloadOf } from "../payloads.ts";

export const versionCases: readonly ConformanceCase[] = [
  {
    id: "versions/newest",
    title: "after a rotation the new value is read, by the same session too",
    run: async (context) => {
      const session = await context.open();
      const { address } = await context.seedCanary("rotated");
      await session.fetch([address], context.patient());
      const renewed = payloadOf(canary(), context.harness);
      await context.seedAt(address, renewed);
      ensurePayload((await session.fetch([address], context.patient()))[0], renewed, "the secret after its rotation");
    },
  },
  {
    id: "versions/pinned",
    title: "the version that a read states, pinned, gives that value after a rotation",
    missing: declares("versions"),
    run: async (context) => {
      const session = await context.open();
      const { address, payload } = await context.seedCanary("pinned");
      const [first] = await session.fetch([address], context.patient());
      ensure(first?.ok === true && first.version !== undefined, "a read does not state its version");
      await context.seedAt(address, payloadOf(canary(), context.harness));
      const [old] = await session.fetch([{ ...address, version: first.version }], context.patient());
      ensurePayload(old, payload, "the pinned version");
      ensure(old?.ok === true && old.version === first.version, "a pinned read states another version");
    },
  },
  {
    id: "versions/unknown",
    title: "a version that the secret does not have is refused, and the newest is not given in its place",
    missing: declares("versions"),
    run: async (context) => {
      const session = await context.open();
      const { address } = await context.seedCanary("pinned");
      for (const version of ["no-such-version", "987654321", "0".repeat(32)]) {
        const reading = session.fetch([{ ...address, version }], context.patient());
        const failure = await failureOf(reading, "a read of an unknown version");
        ensureCode(failure, ["not-found", "invalid-address", "access-denied"], "an unknown version");
      }
    },
  },
  {
    id: "versions/undeclared",
    title: "where versions are not declared, a pinned one is refused, and the newest is not given in its place",
    missing: declares("versions", false),
    run: async (context) => {
      const session = await context.open();
      const { address } = await context.seedCanary("pinned");
      const reading = session.fetch([{ ...address, version: "1" }], context.patient());
      const failure = await failureOf(reading, "a read of a pinned version");
      ensureCode(failure, ["unsupported", "invalid-address"], "a pinned version");
    },
  },
];
