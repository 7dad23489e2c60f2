import { type JobPayload, needleForms, openForDelivery, payloadValues } from "@keyferry/core/delivery";

/** The settings whose secrets are too short to be masked in a job's output (under 4 bytes, not empty): names only. */
export function tooShortToMask(payloads: readonly JobPayload[]): string[] {
  return payloads
    .flatMap(payloadValues)
    .filter(({ value }) => {
      if (typeof value === "string") return false;
      // Only a value shorter than a needle has no form, so the beginning tells.
      const beginning = openForDelivery(value).slice(0, 4);
      return beginning.length > 0 && needleForms(beginning).length === 0;
    })
    .map(({ setting }) => setting);
}
