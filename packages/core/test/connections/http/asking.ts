import { afterEach, beforeEach, expect } from "vitest";
import { createHost, type SessionHost } from "../../../src/connections/request.ts";
import { isProviderError, type ProviderFailure } from "../../../src/contract/errors.ts";
import type { HostRequest, HostResponse } from "../../../src/contract/host.ts";
import { CANARY, thrownBy } from "../fixtures.ts";

/** A host of its own for each test of a file, whose sockets are closed after it. */
export function eachWithHost() {
  let session: SessionHost;
  beforeEach(() => {
    session = createHost({ connection: "prod", redact: (text) => text });
  });
  afterEach(() => session.close());
  return {
    close: () => session.close(),
    ask: (url: string, more: Partial<HostRequest> = {}): Promise<HostResponse> =>
      session.host.request({ method: "GET", url, ...more }),
  };
}

/** What a request is refused with: never with the canary, nor a foreign cause. */
export async function failureOf(run: Promise<unknown>): Promise<ProviderFailure> {
  const thrown = await thrownBy(run);
  if (!isProviderError(thrown)) throw new Error("no ProviderError was thrown");
  expect(`${thrown.message}${thrown.stack}${JSON.stringify(thrown.failure)}`).not.toContain(CANARY);
  expect(thrown.cause).toBeUndefined();
  return thrown.failure;
}
