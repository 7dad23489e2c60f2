import type { HostResponse } from "../../contract/host.ts";

/**
 * From here on, in milliseconds, logins are refused: AWS takes a signature for five minutes
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html), and others leave no more to a token's beginning.
 */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * By how many milliseconds a server's clock is ahead of this machine's, by the `Date` of its answer; negative: behind. Undefined where the answer does not
 * say, or comes from a cache (`Age`), whose `Date` says nothing of now: https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1.
 */
export function serverAheadMs({ date, age }: HostResponse["headers"], now: Date): number | undefined {
  const server = Date.parse(date ?? "");
  return Number.isNaN(server) || age !== undefined ? undefined : server - now.getTime();
}
