import { type Address, type FetchOutcome, ProviderError, type Session } from "@keyferry/core/provider";
import { type BrokenProvider, broken } from "../broken-provider.ts";
import type { Change } from "../reference.ts";
import { LITTLE } from "../reference-manifest.ts";

type Fetch = Session["fetch"];

function fetching(change: (good: Fetch) => Fetch): Change {
  return { session: (good) => ({ fetch: change((addresses, context) => good.fetch(addresses, context)) }) };
}

/** Changes each outcome. */
export function outcomes(change: (outcome: FetchOutcome, address: Address) => FetchOutcome): Change {
  return fetching((good) => async (addresses, context) => {
    const given = await good(addresses, context);
    return given.map((outcome, index) => change(outcome, addresses[index] ?? { name: "" }));
  });
}

const byName = (one: Address, other: Address) => (one.name < other.name ? -1 : 1);

/** Answers from what an earlier read of the session gave, where `when` holds. */
function remembering(when: (outcome: FetchOutcome) => boolean): Change {
  return {
    session: (good) => {
      const read = new Map<string, FetchOutcome>();
      return {
        fetch: async (addresses, context) => {
          const given = await good.fetch(addresses, context);
          return given.map((outcome, index) => {
            const { name = "", version } = addresses[index] ?? {};
            const earlier = version === undefined && when(outcome) ? read.get(name) : undefined;
            if (outcome.ok && !read.has(name)) read.set(name, outcome);
            return earlier ?? outcome;
          });
        },
      };
    },
  };
}

export const brokenFetches: readonly BrokenProvider[] = [
  broken(
    "fetch/value",
    "it answers the first fetch of a session with an empty text",
    () => ({
      session: (good) => {
        let first = true;
        return {
          fetch: async (addresses, context) => {
            const given = await good.fetch(addresses, context);
            const spoil = first && addresses.length === 1;
            first = false;
            return given.map((one) => (spoil && one.ok ? { ...one, payload: { kind: "text", text: "" } } : one));
          },
        };
      },
    }),
    [
      "fetch/removed",
      "fetch/concurrent",
      "payload/text",
      "payload/bom",
      "payload/json-text",
      "payload/long",
      "payload/bytes",
      "payload/fields",
      "payload/long-numbers",
      "list/all",
      "list/names",
      "errors/recovers",
      "isolation/logins",
    ],
  ),
  broken(
    "fetch/order",
    "it answers in the order of the names",
    fetching((good) => (addresses, context) => good(addresses.toSorted(byName), context)),
    ["fetch/duplicates", "fetch/mixed"],
  ),
  broken(
    "fetch/duplicates",
    "it answers each name once",
    fetching((good) => (addresses, context) => {
      const once = addresses.filter(({ name }, index) => addresses.findIndex((one) => one.name === name) === index);
      return good(once, context);
    }),
  ),
  broken(
    "fetch/max-batch",
    "it takes fewer addresses than it says",
    fetching((good) => (addresses, context) => {
      if (addresses.length < 10) return good(addresses, context);
      throw new ProviderError({ code: "invalid-address", message: "there are too many addresses" });
    }),
  ),
  broken(
    "fetch/missing",
    "it calls a missing secret an internal failure",
    outcomes((outcome) =>
      !outcome.ok && outcome.error.code === "not-found"
        ? { ok: false, error: { ...outcome.error, code: "internal" } }
        : outcome,
    ),
    ["fetch/removed", "versions/unknown"],
  ),
  broken("fetch/masked", "it does not say that a denied secret may be missing", {
    capabilities: LITTLE,
    ...outcomes((outcome) =>
      outcome.ok ? outcome : { ok: false, error: { code: outcome.error.code, message: outcome.error.message } },
    ),
  }),
  broken(
    "fetch/mixed",
    "one missing secret fails the whole batch",
    fetching((good) => async (addresses, context) => {
      const given = await good(addresses, context);
      const refused = given.find((one) => !one.ok && one.error.code === "not-found");
      if (refused === undefined || refused.ok || given.length < 3) return given;
      throw new ProviderError(refused.error);
    }),
  ),
  broken("fetch/removed", "it keeps a value that the store no longer has", () => remembering(({ ok }) => !ok)),
  broken(
    "fetch/denied",
    "it calls a denied secret missing",
    outcomes((outcome) =>
      !outcome.ok && outcome.error.code === "access-denied"
        ? { ok: false, error: { ...outcome.error, code: "not-found" } }
        : outcome,
    ),
  ),
  broken("fetch/concurrent", "its session remembers the last question alone", {
    session: (good) => {
      let asked: readonly Address[] = [];
      return {
        fetch: async (addresses, context) => {
          asked = addresses;
          await Promise.resolve();
          return good.fetch(asked, context);
        },
      };
    },
  }),
  broken(
    "inputs/frozen",
    "it sorts the addresses that it was given",
    fetching((good) => async (addresses, context) => {
      const asked = addresses.map((address) => address);
      (addresses as Address[]).sort(byName);
      return good(asked, context);
    }),
  ),
  broken("versions/newest", "it gives the value that it read first", () => remembering(({ ok }) => ok)),
  broken(
    "versions/pinned",
    "it ignores the version",
    fetching(
      (good) => (addresses, context) =>
        good(
          addresses.map(({ name }) => ({ name })),
          context,
        ),
    ),
    ["versions/unknown"],
  ),
  broken(
    "versions/unknown",
    "it gives the newest in place of an unknown version",
    fetching((good) => async (addresses, context) => {
      const [outcome] = await good(addresses, context);
      if (addresses.length === 1 && outcome?.ok === false && addresses[0]?.version !== undefined) {
        return good([{ name: addresses[0].name }], context);
      }
      return outcome && addresses.length === 1 ? [outcome] : good(addresses, context);
    }),
  ),
  broken("versions/undeclared", "it ignores a version that it does not know", {
    capabilities: LITTLE,
    ...fetching(
      (good) => (addresses, context) =>
        good(
          addresses.map(({ name }) => ({ name })),
          context,
        ),
    ),
  }),
];
