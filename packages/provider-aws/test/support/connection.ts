import type { CallContext, ConnectionFields, FieldValue, OpenConnection, Session } from "@keyferry/core/provider";
import { createHost } from "../../../core/src/connections/request.ts";
import provider from "../../src/index.ts";

/** What no output may hold. The values are in the fixtures too. */
export const CANARIES = [
  "AKIACANARY7Q",
  "canary-secret-key-7Q",
  "canary-session-token-7Q",
  "canary-user-7Q",
  "canary-password-7Q",
  "canary-nas-7Q",
  "canary-smtp-7Q",
  "ASIACANARYROLE7Q",
  "canary-role-secret-7Q",
  "canary-role-token-7Q",
];

export const KEYS = { accessKeyId: "AKIACANARY7Q", secretAccessKey: "canary-secret-key-7Q" };

export function fields(more: Readonly<Record<string, FieldValue>> = {}): ConnectionFields {
  return {
    name: "prod",
    fields: { region: "eu-west-1", fips: false, dualstack: false, ...more },
    auth: { method: "access-key", fields: {} },
  };
}

export function connection(
  more: Readonly<Record<string, FieldValue>> = {},
  auth: OpenConnection["auth"] = { method: "access-key", fields: {} },
  credentials: OpenConnection["credentials"] = KEYS,
): OpenConnection {
  return { ...fields(more), auth, credentials };
}

/** A context whose signal nobody aborts. */
export function patient(): CallContext {
  return { signal: new AbortController().signal };
}

/** Opens a session over the true host's requests. Its end closes their sockets. */
export async function open(of: OpenConnection): Promise<Session> {
  const { host, close } = createHost({ connection: of.name, redact: (text) => text });
  try {
    const session = await provider.open(of, host, patient());
    const dispose = session.dispose.bind(session);
    session.dispose = async () => {
      await dispose();
      close();
    };
    return session;
  } catch (thrown) {
    close();
    throw thrown;
  }
}
