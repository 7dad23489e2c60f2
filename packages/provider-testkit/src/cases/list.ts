import { type ConformanceCase, describesIn, has, provokes } from "../conformance-case.ts";
import { ensure } from "../conformance-error.ts";
import { ensureCode, failureOf } from "../failures.ts";
import { canary } from "../leaks/canary.ts";
import { LeakScanner } from "../leaks/scanner.ts";
import { ensurePayload, payloadOf } from "../payloads.ts";
import { readList } from "../read-list.ts";
import { Stopwatch } from "../stopwatch.ts";
import { ensureListed } from "./listed.ts";
import { ensureNoValueRead } from "./recorded.ts";

export const listCases: readonly ConformanceCase[] = [
  {
    id: "list/empty",
    title: "an empty store is an empty list, not a failure",
    run: async (context) => {
      const { items } = await readList(await context.open(), () => context.patient());
      ensure(items.length === 0, "an empty store lists names");
    },
  },
  {
    id: "list/all",
    title: "every secret is listed once, under a name that address() takes and fetch reads",
    run: async (context) => {
      const seeded = [await context.seedCanary("a"), await context.seedCanary("b"), await context.seedCanary("c")];
      const session = await context.open();
      const { items } = await readList(session, () => context.patient());
      const listed = ensureListed(
        context,
        items,
        seeded.map(({ address }) => address.name),
      );
      for (const { address, payload } of seeded) {
        const name = listed.get(address.name) ?? "";
        const [outcome] = await session.fetch([context.canonical(name)], context.patient());
        ensurePayload(outcome, payload, "a secret under its listed name");
      }
    },
  },
  {
    id: "list/no-value",
    title: "a list reads no value",
    missing: has("calls"),
    run: async (context) => {
      await context.seedCanary("untouched");
      const session = await context.open();
      await ensureNoValueRead(context, "list()", async () => void (await readList(session, () => context.patient())));
    },
  },
  {
    id: "list/filter",
    title: "a filter loses no name that contains its text",
    run: async (context) => {
      const seeded = [
        await context.seedCanary("nas-one"),
        await context.seedCanary("the-nas"),
        await context.seedCanary("b"),
      ];
      const session = await context.open();
      const { items } = await readList(session, () => context.patient(), { filter: "nas" });
      const found = new Set(items.map(({ name }) => context.canonical(name).name));
      const lost = seeded.slice(0, 2).filter(({ address }) => !found.has(address.name));
      ensure(lost.length === 0, `the filter loses ${lost.length} of 2 names that contain its text`);
    },
  },
  {
    id: "list/empty-page",
    title: "a page without entries does not end the list",
    missing: provokes("empty-page"),
    run: async (context) => {
      const { address } = await context.seedCanary("behind");
      const session = await context.open();
      await context.harness.fault?.("empty-page");
      const { items } = await readList(session, () => context.patient());
      ensureListed(context, items, [address.name]);
    },
  },
  {
    id: "list/cyclic-token",
    title: "a token that leads to itself ends: each page is one answer, and the host sees the circle",
    missing: provokes("cyclic-token"),
    run: async (context) => {
      await context.seedCanary("around");
      const session = await context.open();
      await context.harness.fault?.("cyclic-token");
      const reading = readList(session, () => context.patient());
      const { cyclic } = await reading.catch(() => ({ cyclic: undefined }));
      if (cyclic === undefined) {
        ensureCode(await failureOf(reading, "a list that goes in a circle"), ["integrity"], "a list in a circle");
      } else ensure(cyclic, "a list that goes in a circle seems to end");
    },
  },
  {
    id: "list/many",
    title: "ten thousand names are listed, each once, within 15 s",
    missing: has("seedMany"),
    run: async (context) => {
      const names = (await context.harness.seedMany?.(10_000)) ?? [];
      context.willRemove(names);
      const session = await context.open();
      const watch = new Stopwatch();
      const { items } = await readList(session, () => context.patient()).finally(() => watch.stop());
      ensure(watch.stop().running < 15_000, "the list of 10,000 names takes more than 15 s");
      ensureListed(
        context,
        items,
        names.map((name) => context.canonical(name).name),
      );
    },
  },
  {
    id: "list/names",
    title: "odd names come through as they are, and are read under them",
    missing: has("hostileNames"),
    run: async (context) => {
      const session = await context.open();
      const addresses = (context.harness.hostileNames ?? []).map((name) => context.canonical(name));
      const payload = payloadOf(canary(), context.harness);
      for (const address of addresses) await context.seedAt(address, payload);
      const { items } = await readList(session, () => context.patient());
      ensureListed(
        context,
        items,
        addresses.map(({ name }) => name),
      );
      for (const address of addresses) {
        ensurePayload((await session.fetch([address], context.patient()))[0], payload, "the secret of an odd name");
      }
    },
  },
  {
    id: "list/descriptions",
    title: "descriptions come through as data: control and bidi characters too",
    missing: describesIn("list"),
    run: async (context) => {
      const description = 'the \u001b[31mNAS\u001b[0m \u202e of \u{1f3e0}, "quoted" <b>';
      const address = await context.seed("described", payloadOf(canary(), context.harness), { description });
      const { items } = await readList(await context.open(), () => context.patient());
      const found = items.find(({ name }) => context.canonical(name).name === address.name);
      ensure(found !== undefined, "the described secret is not listed");
      ensure(found.description?.includes(description) === true, "the description does not come through as it was put");
    },
  },
  {
    id: "list/shape",
    title: "a list says names, descriptions, instants and versions, and nothing of a value",
    run: async (context) => {
      const value = canary();
      await context.seedCanary("shaped", value);
      const { items } = await readList(await context.open(), () => context.patient());
      const known = ["name", "description", "updatedAt", "enabled", "notBefore", "expiresAt", "versions"];
      for (const item of items) {
        const others = Object.keys(item).filter((member) => !known.includes(member));
        ensure(others.length === 0, `a listed secret has more members than the contract: ${others.join(", ")}`);
        for (const instant of [item.updatedAt, item.notBefore, item.expiresAt]) {
          ensure(instant === undefined || !Number.isNaN(Date.parse(instant)), "an instant of a list is none");
        }
      }
      ensure(new LeakScanner([value]).scanObject(items, "the list").length === 0, "the list holds a value");
    },
  },
];
