import type { Delivery } from "@keyferry/core/delivery";
import { feed } from "./feed.ts";
import type { Way } from "./way.ts";

/** `fd:N`: a pipe on an inherited descriptor. ssh and some others close what they inherit above 2. */
export const descriptorWay: Way<Extract<Delivery, { kind: "fd" }>> = {
  exposure:
    "What is still in the pipe, by `/proc/PID/fd/N` of the program, until the program has read it; then nothing.",
  hasPlace: true,
  subject: ({ descriptor }) => `the value for descriptor ${descriptor}`,
  claims: ({ descriptor }) => [{ what: `descriptor ${descriptor}` }],
  fault: () => undefined,
  prepare: (payloads, ground) =>
    Promise.all(
      payloads.map(async ({ delivery: { descriptor }, opened }) => ({
        ...(await feed(opened.bytes, descriptor, ground)),
        place: `/dev/fd/${descriptor}`,
      })),
    ),
};
