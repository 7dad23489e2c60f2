import { type ListPage, ProviderError, type RemoteSecret, type Session } from "@keyferry/core/provider";
import { type BrokenProvider, broken } from "../broken-provider.ts";
import type { Change } from "../reference.ts";
import { LITTLE } from "../reference-manifest.ts";
import { alsoAsk } from "./login.ts";

function listing(change: (page: ListPage, cursor: string | undefined) => ListPage): Change {
  return {
    session: (good) => ({
      list: async (query, context) => change(await good.list(query, context), query.cursor),
    }),
  };
}

const items = (change: (item: RemoteSecret) => RemoteSecret) =>
  listing((page) => ({ ...page, items: page.items.map(change) }));

const plain = (text: string) => text.replace(/[\p{Cc}\u202e]/gu, "");

function describing(change: (good: NonNullable<Session["describe"]>) => NonNullable<Session["describe"]>): Change {
  return {
    session: (good) => {
      const { describe } = good;
      return describe === undefined ? {} : { describe: change((address, context) => describe(address, context)) };
    },
  };
}

export const brokenLists: readonly BrokenProvider[] = [
  broken(
    "list/empty",
    "it fails where there is nothing to list",
    listing((page, cursor) => {
      if (page.items.length > 0 || page.next !== undefined || cursor !== undefined) return page;
      throw new ProviderError({ code: "not-found", message: "there is nothing to list" });
    }),
  ),
  broken(
    "list/all",
    "it loses the third name",
    listing((page) => ({ ...page, items: page.items.filter((_, index) => index !== 2) })),
    ["list/many", "list/names"],
  ),
  broken("list/no-value", "it reads a value for each name", {
    session: (good, opened) => ({
      list: async (query, context) => {
        const page = await good.list(query, context);
        await alsoAsk(opened, "get", context.signal);
        return page;
      },
    }),
  }),
  broken("list/filter", "its filter finds beginnings alone", {
    session: (good) => ({
      list: async (query, context) => {
        const page = await good.list(query, context);
        return { ...page, items: page.items.filter(({ name }) => name.startsWith(query.filter ?? "")) };
      },
    }),
  }),
  broken(
    "list/empty-page",
    "it ends at an empty page",
    listing((page) => (page.items.length === 0 ? { items: [] } : page)),
  ),
  broken(
    "list/cyclic-token",
    "it hides that the list goes in a circle",
    listing((page, cursor) => (page.next === (cursor ?? "0") && page.items.length > 0 ? { items: page.items } : page)),
  ),
  broken(
    "list/many",
    "it loses the last name of a full page",
    listing((page) => ({ ...page, items: page.items.length === 1_000 ? page.items.slice(0, -1) : page.items })),
  ),
  broken(
    "list/names",
    "it cleans names up",
    items((item) => ({ ...item, name: plain(item.name) })),
  ),
  broken(
    "list/descriptions",
    "it cleans descriptions up",
    items((item) => (item.description === undefined ? item : { ...item, description: plain(item.description) })),
  ),
  broken(
    "list/shape",
    "it tells more than the contract has",
    items((item) => Object.assign({ ...item }, { size: 1 })),
  ),
  broken(
    "describe/declared",
    "it describes though it does not say so",
    { capabilities: LITTLE, session: () => ({ describe: async ({ name }) => ({ name }) }) },
    ["errors/every-call"],
  ),
  broken(
    "describe/one",
    "it describes another secret",
    describing((good) => async (address, context) => ({ ...(await good(address, context)), name: "another" })),
  ),
  broken(
    "describe/text",
    "it leaves the description out",
    describing((good) => async (address, context) => ({ name: (await good(address, context)).name })),
  ),
  broken(
    "describe/missing",
    "it describes a missing secret",
    describing((good) => async (address, context) => {
      try {
        return await good(address, context);
      } catch (thrown) {
        if ((thrown as ProviderError).failure.code === "not-found") return { name: address.name };
        throw thrown;
      }
    }),
  ),
  broken("describe/no-value", "it reads the value that it describes", {
    session: (good, opened) => ({
      describe: async (address, context) => {
        const described = await good.describe?.(address, context);
        await alsoAsk(opened, "get", context.signal);
        return described ?? { name: address.name };
      },
    }),
  }),
];
