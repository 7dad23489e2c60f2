import { expect, it, onTestFinished } from "vitest";
import type { LogRecord } from "../../src/contract/host.ts";
import { createTestHost } from "../../src/testing/testing.ts";

function hostWith(records: LogRecord[]) {
  const options = { connection: "test", credentials: { token: "canary-token-7Q" } };
  const { host, close } = createTestHost({ ...options, log: (record) => void records.push(record) });
  onTestFinished(close);
  return host;
}

it("masks the credentials in what a plugin logs, as a session's host does", () => {
  const records: LogRecord[] = [];
  hostWith(records).log({ level: "info", message: "with canary-token-7Q", fields: { token: "canary-token-7Q" } });
  expect(records).toMatchObject([{ level: "info", message: "with [secret]", fields: { token: "[secret]" } }]);
});

it("sends requests under a session's rules", async () => {
  const sending = hostWith([]).request({ method: "GET", url: "http://example.org/" });
  await expect(sending).rejects.toMatchObject({ failure: { code: "invalid-connection" } });
});
