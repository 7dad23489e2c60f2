import { type JobPayload, parseDelivery, plainPayload, type SealedValue } from "@keyferry/core/delivery";
// A value is sealed by core's pipeline alone, so that its class is not exported: the tests take it from its file.
import { Secret } from "../../../core/src/secret/secret.ts";

export function seal(value: string | Uint8Array): SealedValue {
  return new Secret(value);
}

/** A secret on the way that its delivery says, written as a person writes it. */
export function secret(delivery: string, value: string | Uint8Array, setting = `test.${delivery}`): JobPayload {
  return plainPayload(setting, parseDelivery(delivery), seal(value));
}

export function envValue(variable: string, value: string | Uint8Array, setting = `test.${variable}`): JobPayload {
  return secret(`env:${variable}`, value, setting);
}

export function literal(variable: string, value: string, setting = `test.${variable}`): JobPayload {
  return plainPayload(setting, { kind: "env", variable }, value);
}
