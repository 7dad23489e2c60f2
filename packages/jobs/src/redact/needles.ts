import { type JobPayload, needleForms, openForDelivery, payloadValues } from "@keyferry/core/delivery";

/** The settings whose secrets are too short to be masked in a job's output (under 4 bytes, not empty): names only. */
export function tooShortToMask(payloads: readonly JobPayload[]): string[] {
  return payloads
    .flatMap(payloadValues)
    .filter(({ value }) => {
      if (typeof value === "string") return false;
      const opened = openForDelivery(value);
      return opened.length > 0 && needleForms(opened).length === 0;
    })
    .map(({ setting }) => setting);
}
