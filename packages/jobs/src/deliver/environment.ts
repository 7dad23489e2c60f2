import type { Delivery } from "@keyferry/core/delivery";
import { NO_NUL } from "./faults.ts";
import { textOf } from "./open-payload.ts";
import { variableClaim } from "./variable.ts";
import type { Way } from "./way.ts";

/** `env:NAME`: a variable of the program. The most common way, and the one that its own children inherit. */
export const environmentWay: Way<Extract<Delivery, { kind: "env" }>> = {
  exposure:
    "The value, for as long as the program runs, in `/proc/PID/environ` of the program and of every child that inherits its environment.",
  hasPlace: false,
  subject: ({ variable }) => `the value for the environment variable ${variable}`,
  claims: ({ variable }, platform) => [variableClaim(variable, platform)],

  fault({ bytes }, { variable }, platform) {
    const text = textOf(bytes);
    if (text === undefined) {
      const hint = "store it as text, encoded in base64 for example";
      return { code: "value", says: "is not text in UTF-8", hint };
    }
    if (text.includes("\0")) return NO_NUL;
    const limit = platform.variableFault(variable, text);
    if (limit === undefined) return undefined;
    return { code: "delivery", says: limit, hint: "deliver it another way, or choose a secret with a shorter value" };
  },

  prepare: async (payloads) =>
    payloads.map(({ delivery, opened }) => ({ variables: { [delivery.variable]: textOf(opened.bytes) ?? "" } })),
};
