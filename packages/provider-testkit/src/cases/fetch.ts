import type { Address, Payload } from "@keyferry/core/provider";
import type { CaseContext } from "../case-context.ts";
import { type ConformanceCase, declares, has } from "../conformance-case.ts";
import { ensure } from "../conformance-error.ts";
import { ensureCode, failureOf } from "../failures.ts";
import { ensurePayload } from "../payloads.ts";

interface Seeded {
  readonly address: Address;
  readonly payload: Payload;
}

async function seedSome(context: CaseContext, count: number): Promise<readonly Seeded[]> {
  const seeded: Seeded[] = [];
  for (let index = 0; index < count; index++) seeded.push(await context.seedCanary(`s${index}`));
  return seeded;
}

/** Reads addresses in batches that the manifest allows, in their order. */
async function fetchAll(context: CaseContext, addresses: readonly Address[]) {
  const session = await context.open();
  const { maxBatch } = context.harness.plugin.manifest.capabilities;
  const outcomes = [];
  for (let from = 0; from < addresses.length; from += maxBatch) {
    const batch = addresses.slice(from, from + maxBatch);
    const given = await session.fetch(batch, context.patient());
    ensure(given.length === batch.length, "fetch gives another number of outcomes than there are addresses");
    outcomes.push(...given);
  }
  return outcomes;
}

export const fetchCases: readonly ConformanceCase[] = [
  {
    id: "fetch/value",
    title: "a secret is read as it was put",
    run: async (context) => {
      const [one] = await seedSome(context, 1);
      ensure(one !== undefined, "nothing was seeded");
      ensurePayload((await fetchAll(context, [one.address]))[0], one.payload, "the secret");
    },
  },
  {
    id: "fetch/order",
    title: "a batch is answered in the order of its addresses",
    run: async (context) => {
      const seeded = (await seedSome(context, 6)).toReversed();
      const shuffled = [...seeded.slice(2), ...seeded.slice(0, 2)];
      const outcomes = await fetchAll(
        context,
        shuffled.map(({ address }) => address),
      );
      for (const [index, { payload }] of shuffled.entries())
        ensurePayload(outcomes[index], payload, `address ${index}`);
    },
  },
  {
    id: "fetch/duplicates",
    title: "an address that stands twice in a batch is answered twice",
    missing: ({ plugin }) =>
      plugin.manifest.capabilities.maxBatch < 3 ? "a batch has less than 3 addresses" : undefined,
    run: async (context) => {
      const [one, two] = await seedSome(context, 2);
      ensure(one !== undefined && two !== undefined, "nothing was seeded");
      const outcomes = await fetchAll(context, [one.address, two.address, one.address]);
      ensurePayload(outcomes[0], one.payload, "the first of a pair");
      ensurePayload(outcomes[1], two.payload, "what stands between");
      ensurePayload(outcomes[2], one.payload, "the second of a pair");
    },
  },
  {
    id: "fetch/max-batch",
    title: "one fetch takes as many addresses as the manifest says",
    run: async (context) => {
      const { maxBatch } = context.harness.plugin.manifest.capabilities;
      const seeded = await seedSome(context, Math.min(maxBatch, 100));
      const session = await context.open();
      const outcomes = await session.fetch(
        seeded.map(({ address }) => address),
        context.patient(),
      );
      ensure(outcomes.length === seeded.length, "fetch gives another number of outcomes than there are addresses");
      for (const [index, { payload }] of seeded.entries()) ensurePayload(outcomes[index], payload, `address ${index}`);
    },
  },
  {
    id: "fetch/missing",
    title: "a missing secret is not-found, as the outcome of its address",
    missing: declares("masksMissing", false),
    run: async (context) => {
      await context.seedCanary("present");
      const [outcome] = await fetchAll(context, [context.address("missing")]);
      ensure(outcome?.ok === false, "a missing secret has a value");
      ensureCode(outcome.error, ["not-found"], "a missing secret");
    },
  },
  {
    id: "fetch/masked",
    title: "where the manager masks what is missing, that is access-denied with a hint, as the outcome of its address",
    missing: declares("masksMissing"),
    run: async (context) => {
      const [outcome] = await fetchAll(context, [context.address("missing")]);
      ensure(outcome?.ok === false, "a missing secret has a value");
      ensureCode(outcome.error, ["access-denied", "not-found"], "a missing secret");
      const hinted = outcome.error.code === "not-found" || outcome.error.hint !== undefined;
      ensure(hinted, "nothing says that a denied secret may be missing");
    },
  },
  {
    id: "fetch/mixed",
    title: "a missing secret among present ones spoils none of them",
    run: async (context) => {
      const [one, two] = await seedSome(context, 2);
      ensure(one !== undefined && two !== undefined, "nothing was seeded");
      const outcomes = await fetchAll(context, [one.address, context.address("missing"), two.address]);
      ensurePayload(outcomes[0], one.payload, "the secret before a missing one");
      ensure(outcomes[1]?.ok === false, "a missing secret has a value");
      ensurePayload(outcomes[2], two.payload, "the secret after a missing one");
    },
  },
  {
    id: "fetch/removed",
    title: "a secret that was taken away since is read no more: a session keeps no value",
    run: async (context) => {
      const { address, payload } = await context.seedCanary("short-lived");
      const session = await context.open();
      ensurePayload((await session.fetch([address], context.patient()))[0], payload, "the secret");
      await context.remove(address);
      const failure = await failureOf(session.fetch([address], context.patient()), "a read of a removed secret");
      ensureCode(failure, ["not-found", "access-denied"], "a removed secret");
    },
  },
  {
    id: "fetch/denied",
    title: "a denied secret is access-denied, and the others are read",
    missing: has("deny"),
    run: async (context) => {
      const [one, two, three] = await seedSome(context, 3);
      ensure(one !== undefined && two !== undefined && three !== undefined, "nothing was seeded");
      await context.harness.deny?.(two.address.name);
      const outcomes = await fetchAll(context, [one.address, two.address, three.address]);
      ensurePayload(outcomes[0], one.payload, "the secret before a denied one");
      const denied = outcomes[1];
      ensure(denied?.ok === false, "a denied secret has a value");
      ensureCode(denied.error, ["access-denied"], "a denied secret");
      ensurePayload(outcomes[2], three.payload, "the secret after a denied one");
    },
  },
  {
    id: "fetch/concurrent",
    title: "twenty fetches at once each get their own answer",
    run: async (context) => {
      const seeded = await seedSome(context, 20);
      const session = await context.open();
      const all = await Promise.all(seeded.map(({ address }) => session.fetch([address], context.patient())));
      for (const [index, { payload }] of seeded.entries()) ensurePayload(all[index]?.[0], payload, `fetch ${index}`);
    },
  },
];
