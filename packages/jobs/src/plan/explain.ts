import { formatDelivery, payloadValues } from "@keyferry/core/delivery";
import type { JobPlan } from "./plan.ts";

/** What one payload of a plan is made of, and which way it goes. */
export interface ExplainedPayload {
  /** The settings that are in it; its id where it has none. */
  readonly settings: readonly string[];
  /** As a person writes it. */
  readonly delivery: string;
}

/** Which way each payload of a plan goes: names only. */
export function explainPlan(plan: JobPlan): ExplainedPayload[] {
  return plan.payloads.map((payload) => {
    const settings = [...new Set(payloadValues(payload).map(({ setting }) => setting))];
    return { settings: settings.length > 0 ? settings : [payload.id], delivery: formatDelivery(payload.delivery) };
  });
}
