import { isProviderError, ProviderError, type ProviderErrorCode, type ProviderFailure } from "@keyferry/core/provider";
import { type BrokenProvider, broken } from "../broken-provider.ts";
import { StoreRefusal } from "../memory-store.ts";
import type { Change } from "../reference.ts";
import { referenceFailure } from "../reference-errors.ts";

/** Tells what the store refuses in another way, where `which` holds. */
function telling(
  which: (refusal: StoreRefusal) => boolean,
  change: (good: ProviderFailure, refusal: StoreRefusal) => ProviderFailure,
): Change {
  return {
    toFailure: (thrown) => {
      const good = referenceFailure(thrown);
      return thrown instanceof StoreRefusal && which(thrown) ? change(good, thrown) : good;
    },
  };
}

const coded = (which: (refusal: StoreRefusal) => boolean, code: ProviderErrorCode) =>
  telling(which, (good) => ({ ...good, code }));

const ofCode = (code: string) => (refusal: StoreRefusal) => refusal.code === code;
const ofStatus = (status: number) => (refusal: StoreRefusal) => refusal.status === status;

export const brokenErrors: readonly BrokenProvider[] = [
  broken("errors/throttled", "it calls a throttled call unavailable", coded(ofStatus(429), "unavailable")),
  broken("errors/unavailable", "it calls 503 an internal failure", coded(ofStatus(503), "internal"), [
    "errors/every-call",
  ]),
  broken("errors/reset", "it calls a broken connection an internal failure", coded(ofCode("ECONNRESET"), "internal")),
  broken("errors/html", "it takes a web page for a missing secret", coded(ofCode("WEB_PAGE"), "not-found")),
  broken("errors/corrupt", "it calls a damaged answer an internal failure", coded(ofCode("NOT_JSON"), "internal")),
  broken("errors/cut-off", "it calls a cut-off answer an internal failure", coded(ofCode("CUT_OFF"), "internal")),
  broken("errors/endless-body", "it calls an endless body throttled", coded(ofCode("TOO_LONG"), "throttled")),
  broken(
    "errors/login-ended",
    "it calls a login that has ended denied",
    coded(({ body }) => body === "ended", "access-denied"),
  ),
  broken(
    "errors/retry-after",
    "it loses the pause that the store asks for",
    telling(ofStatus(429), ({ code, message }) => ({ code, message })),
  ),
  broken("errors/one-try", "it tries a throttled read again", {
    session: (good) => ({
      fetch: async (addresses, context) => {
        try {
          return await good.fetch(addresses, context);
        } catch (thrown) {
          if (!isProviderError(thrown) || thrown.failure.code !== "throttled") throw thrown;
          return good.fetch(addresses, context);
        }
      },
    }),
  }),
  broken("errors/recovers", "a session that met a fault never reads again", () => ({
    session: (good) => {
      let lost = false;
      return {
        fetch: async (addresses, context) => {
          if (lost) throw new ProviderError({ code: "unavailable", message: "the store is away" });
          try {
            return await good.fetch(addresses, context);
          } catch (thrown) {
            lost = true;
            throw thrown;
          }
        },
      };
    },
  })),
  broken("errors/every-call", "it lists nothing where the store is away", {
    session: (good) => ({
      list: async (query, context) => {
        try {
          return await good.list(query, context);
        } catch (thrown) {
          if (!isProviderError(thrown) || thrown.failure.code !== "unavailable") throw thrown;
          return { items: [] };
        }
      },
    }),
  }),
  broken(
    "errors/shape",
    "it tells a failure at length",
    telling(ofStatus(503), (good) => ({ ...good, message: "away ".repeat(100) })),
  ),
  broken(
    "leaks/errors",
    "it repeats the store's own words",
    telling(ofStatus(400), (good, { body }) => ({ ...good, message: `the store says: ${body}` })),
  ),
];
