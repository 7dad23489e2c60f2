import { formatDelivery } from "@keyferry/core/delivery";
import type { JobPlan } from "./plan.ts";

/** Which way each value of a plan goes, one line for each setting: names only. */
export function explainPlan(plan: JobPlan): string[] {
  return plan.values.map(({ setting, delivery }) => `${setting} -> ${formatDelivery(delivery)}`);
}
