import type { CallContext, ConnectionFields, FieldValue, OpenConnection, Session } from "@keyferry/core/provider";
import type { AzureStore } from "@keyferry/test-harness/azure";
import provider from "../../src/index.ts";
import { type TestHost, testHost } from "./host.ts";

type Fields = Readonly<Record<string, FieldValue>>;

/** A connection to no vault in particular, for the pure calls. */
export function fields(more: Fields = {}): ConnectionFields {
  const auth = { method: "managed-identity", fields: {} };
  return { name: "prod", fields: { vault: "contoso-backup", cloud: "public", customVault: false, ...more }, auth };
}

/** The fields of a connection to a store. */
function storeFields({ vault, authorityHost, caFile }: AzureStore): Fields {
  return { vault, cloud: "public", customVault: true, authorityHost, caFile, outsideValidity: false };
}

/** A connection to a store, by default with its client secret. */
export function connection(
  store: AzureStore,
  more: Fields = {},
  auth?: OpenConnection["auth"],
  credentials?: OpenConnection["credentials"],
): OpenConnection {
  const { tenantId, clientId, clientSecret } = store.logins;
  return {
    name: "prod",
    fields: { ...storeFields(store), ...more },
    auth: auth ?? { method: "client-secret", fields: { tenantId, clientId } },
    credentials: credentials ?? { clientSecret },
  };
}

/** A context whose signal nobody aborts. */
export function patient(): CallContext {
  return { signal: new AbortController().signal };
}

export function open(of: OpenConnection, host: TestHost = testHost()): Promise<Session> {
  return provider.open(of, host, patient());
}
