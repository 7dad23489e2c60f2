import type { CallContext, FieldValue, Host, OpenConnection, Session } from "@keyferry/core/provider";
import type { VaultStore } from "@keyferry/test-harness/vault";
import { onTestFinished } from "vitest";
import provider from "../../src/index.ts";
import { testHost } from "./host.ts";

type Fields = Readonly<Record<string, FieldValue>>;

export function connection(
  fields: Fields,
  method = "token",
  credentials: OpenConnection["credentials"] = {},
  authFields: Fields = {},
): OpenConnection {
  return {
    name: "prod",
    fields: { kvVersion: "auto", allowPlainHttp: false, ...fields },
    auth: { method, fields: authFields },
    credentials,
  };
}

/** A connection to a store by its token. */
export function toStore(store: VaultStore, fields: Fields = {}): OpenConnection {
  return connection({ url: `${store.endpoint}/v1/secret/`, ...fields }, "token", { token: store.token });
}

/** A context whose signal nobody aborts. */
export function patient(): CallContext {
  return { signal: new AbortController().signal };
}

/** Opens a session that ends with the test. */
export async function open(to: OpenConnection, host: Host = testHost().host): Promise<Session> {
  const session = await provider.open(to, host, patient());
  onTestFinished(async () => {
    await session.dispose().catch(() => undefined);
  });
  return session;
}

/** The names of all pages, and how many pages there were. */
export async function listAll(session: Session): Promise<{ readonly names: string[]; readonly pages: number }> {
  const names: string[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await session.list(cursor === undefined ? {} : { cursor }, patient());
    names.push(...page.items.map(({ name }) => name));
    cursor = page.next;
    pages += 1;
    if (cursor !== undefined && seen.has(cursor)) throw new Error("a page came again");
    if (cursor !== undefined) seen.add(cursor);
  } while (cursor !== undefined);
  return { names, pages };
}
