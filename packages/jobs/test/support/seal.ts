import type { JobValue, SealedValue } from "@keyferry/core/delivery";
// A value is sealed by core's pipeline alone, so that its class is not exported: the tests take it from its file.
import { Secret } from "../../../core/src/secret/secret.ts";

function seal(value: string | Uint8Array): SealedValue {
  return new Secret(value);
}

export function envValue(variable: string, value: string | Uint8Array, setting = `test.${variable}`): JobValue {
  return { setting, delivery: { kind: "env", variable }, value: seal(value) };
}
