import type { Delivery } from "@keyferry/core/delivery";
import { feed } from "./feed.ts";
import type { Way } from "./way.ts";

/** `stdin`: the program's standard input is the payload and nothing else, so it cannot take other data there. */
export const standardInputWay: Way<Extract<Delivery, { kind: "stdin" }>> = {
  exposure:
    "What is still in the pipe, by `/proc/PID/fd/0` of the program, until the program has read it; then nothing.",
  hasPlace: true,
  subject: () => "the value for standard input",
  claims: () => [{ what: "standard input" }],
  fault: () => undefined,
  prepare: (payloads, ground) =>
    Promise.all(
      payloads.map(async ({ opened }) => ({ ...(await feed(opened.bytes, 0, ground)), place: "/dev/stdin" })),
    ),
};
