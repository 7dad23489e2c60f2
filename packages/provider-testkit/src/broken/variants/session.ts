import { setInterval } from "node:timers";
import { ProviderError, type Session } from "@keyferry/core/provider";
import { type BrokenProvider, broken } from "../broken-provider.ts";
import type { Change } from "../reference.ts";
import { alsoAsk } from "./login.ts";

/** A signal that nobody aborts. */
const deaf = () => ({ signal: new AbortController().signal });

function sessionOf(change: (good: Session) => Partial<Session>): Change {
  return { session: (good) => change(good) };
}

export const brokenSessions: readonly BrokenProvider[] = [
  broken(
    "abort/check",
    "its check cannot be aborted",
    sessionOf((good) => ({ check: () => good.check(deaf()) })),
    ["abort/before"],
  ),
  broken(
    "abort/list",
    "its list cannot be aborted",
    sessionOf((good) => ({ list: (query) => good.list(query, deaf()) })),
    ["abort/before"],
  ),
  broken("abort/describe", "its describe cannot be aborted", {
    session: (good) => ({ describe: async (address) => (await good.describe?.(address, deaf())) ?? { name: "" } }),
  }),
  broken(
    "abort/fetch",
    "its fetch cannot be aborted",
    sessionOf((good) => ({ fetch: (addresses) => good.fetch(addresses, deaf()) })),
    ["abort/before"],
  ),
  broken("abort/open", "it asks the store while it opens, and cannot be aborted there", {
    session: async (_, opened) => {
      await alsoAsk(opened, "list", deaf().signal).catch(() => undefined);
      return {};
    },
  }),
  broken(
    "abort/before",
    "it begins what nobody waits for",
    sessionOf((good) => ({
      fetch: (addresses, context) => good.fetch(addresses, context.signal.aborted ? deaf() : context),
    })),
  ),
  broken("dispose/ends", "it cannot end what it has not used", () => ({
    session: (good) => {
      let used = false;
      return {
        fetch: (addresses, context) => {
          used = true;
          return good.fetch(addresses, context);
        },
        dispose: async () => {
          if (!used) throw new ProviderError({ code: "internal", message: "there is nothing to end" });
        },
      };
    },
  })),
  broken("dispose/handles", "it leaves a timer behind", () => {
    const timers: NodeJS.Timeout[] = [];
    return {
      session: () => {
        timers.push(setInterval(() => undefined, 60_000));
        return {};
      },
      stop: () => {
        for (const timer of timers) clearInterval(timer);
      },
    };
  }),
  broken("dispose/others", "the end of one session ends them all", () => {
    let ended = 0;
    return {
      session: (good) => {
        const before = ended;
        return {
          fetch: async (addresses, context) => {
            if (ended === before) return good.fetch(addresses, context);
            throw new ProviderError({ code: "unavailable", message: "the session has ended" });
          },
          dispose: async () => {
            ended += 1;
          },
        };
      },
    };
  }),
  broken("leaks/logs", "it logs what it read", {
    session: (good, { host }) => ({
      fetch: async (addresses, context) => {
        const outcomes = await good.fetch(addresses, context);
        host.log({ level: "debug", message: "read", fields: { outcomes: JSON.stringify(outcomes) } });
        return outcomes;
      },
    }),
  }),
  broken("leaks/descriptions", "it calls the token its identity", {
    session: (good, { connection }) => ({
      check: async (context) => ({ ...(await good.check(context)), identity: connection.credentials.token ?? "" }),
    }),
  }),
  broken("leaks/output", "it prints", {
    session: (good) => ({
      list: (query, context) => {
        process.stdout.write("listing\n");
        return good.list(query, context);
      },
    }),
  }),
  broken("read-only/calls", "it writes while it lists", {
    session: (good, opened) => ({
      list: async (query, context) => {
        const page = await good.list(query, context);
        await alsoAsk(opened, "touch", context.signal);
        return page;
      },
    }),
  }),
];
