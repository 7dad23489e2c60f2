import type { CallContext, ConnectionFields, FieldValue, OpenConnection, Session } from "@keyferry/core/provider";
import type { GcpStore } from "@keyferry/test-harness/gcp";
import { createHost } from "../../../core/src/connections/request.ts";
import provider from "../../src/index.ts";

export const KEY_METHOD: OpenConnection["auth"] = { method: "service-account-key", fields: {} };

export function fields(more: Readonly<Record<string, FieldValue>> = {}): ConnectionFields {
  return { name: "prod", fields: { universeDomain: "googleapis.com", ...more }, auth: KEY_METHOD };
}

/** A connection to a store with the store's own key. */
export function keyConnection(
  store: GcpStore,
  more: Readonly<Record<string, FieldValue>> = {},
  keyJson = store.files.key(),
): OpenConnection {
  return { ...fields({ endpoint: store.endpoint, ...more }), credentials: { keyJson } };
}

/** A context whose signal nobody aborts. */
export function patient(): CallContext {
  return { signal: new AbortController().signal };
}

const closers = new Set<() => Promise<void>>();

/** Opens a session over the true host's requests. */
export async function open(of: OpenConnection): Promise<Session> {
  const { host, close } = createHost({ connection: of.name, redact: (text) => text });
  try {
    const session = await provider.open(of, host, patient());
    closers.add(async () => {
      await session.dispose();
      close();
    });
    return session;
  } catch (thrown) {
    close();
    throw thrown;
  }
}

/** Ends every session that was opened so far, and its sockets. */
export async function closeAll(): Promise<void> {
  await Promise.all([...closers].map((close) => close()));
  closers.clear();
}
