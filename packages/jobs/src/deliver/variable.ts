import type { DeliveryKind } from "@keyferry/core/delivery";
import type { Platform } from "../platform/platform.ts";
import type { Claim } from "./way.ts";

/** A variable of the job that a delivery sets; several of one `group` may set it, since they set it alike. */
export function variableClaim(name: string, platform: Platform, group?: DeliveryKind): Claim {
  const what = `the environment variable ${platform.variableKey(name)}`;
  return group === undefined ? { what } : { what, group };
}

/** The variable that leads to a payload, where the delivery names one. */
export function pathVariable(
  variable: string | undefined,
  path: string,
): { readonly variables?: Record<string, string> } {
  return variable === undefined ? {} : { variables: { [variable]: path } };
}
