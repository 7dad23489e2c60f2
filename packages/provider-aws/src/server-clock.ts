import type { HostResponse } from "@keyferry/core/provider";

/** An answer that took longer says too little of now. */
const TOO_LATE_MS = 15 * 60_000;

/** The time as the server has it, in milliseconds since the epoch. */
export interface ServerClock {
  now(): number;
  /** Takes the time of an answer to a request that was sent at `sentAt`, by this machine's clock. */
  hear(headers: HostResponse["headers"], sentAt: number): void;
}

/**
 * Signatures of another time are refused, so each request of a session is signed with the time that the last answer had.
 * The rule is the SDK's (`@aws-sdk/core` 3.981, `httpAuthSchemes/utils/getUpdatedSystemClockOffset`): an answer with an `Age`
 * came from a cache, and its `Date` says nothing.
 */
export function serverClock(local: () => number = Date.now): ServerClock {
  let offset = 0;
  return {
    now: () => local() + offset,
    hear(headers, sentAt) {
      const server = Date.parse(headers.date ?? "");
      if (Number.isNaN(server) || headers.age !== undefined || local() - sentAt > TOO_LATE_MS) return;
      offset = server - local();
    },
  };
}
