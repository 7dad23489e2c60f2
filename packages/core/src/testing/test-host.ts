import { createHost } from "../connections/request.ts";
import type { Host, LogRecord } from "../contract/host.ts";
import { Redactor } from "../secret/redactor.ts";

export interface TestHostOptions {
  /** The connection's name. */
  readonly connection: string;
  /** What is masked in the log, as a session's host masks it. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Takes what the plugin logs, masked and escaped. */
  readonly log?: (record: LogRecord) => void;
}

/** A host for one session, and what frees its sockets. */
export interface TestHost {
  readonly host: Host;
  readonly close: () => void;
}

/** The very host that a session gets, for tests that open a plugin without the rest of Keyferry. */
export function createTestHost({ connection, credentials, log }: TestHostOptions): TestHost {
  const redactor = new Redactor();
  for (const credential of Object.values(credentials)) redactor.add(credential);
  return createHost({ connection, redact: (text) => redactor.redact(text), log });
}
