import { formatDelivery, payloadValues } from "@keyferry/core/delivery";
import type { JobPlan } from "./plan.ts";

/** Which way each payload of a plan goes, one line each: names only. */
export function explainPlan(plan: JobPlan): string[] {
  return plan.payloads.map((payload) => {
    const settings = payloadValues(payload).map(({ setting }) => setting);
    return `${settings.join(", ") || payload.id} -> ${formatDelivery(payload.delivery)}`;
  });
}
