import { type JobValue, needleForms, openForDelivery } from "@keyferry/core/delivery";

/** The needles of a job's secrets, in all forms. Literals are no secrets and are not masked. */
export function jobNeedles(values: readonly JobValue[]): Uint8Array[] {
  return values.flatMap(({ value }) => (typeof value === "string" ? [] : needleForms(openForDelivery(value))));
}

/** The settings whose secrets are too short to be masked in a job's output (under 4 bytes, not empty): names only. */
export function tooShortToMask(values: readonly JobValue[]): string[] {
  return values
    .filter(({ value }) => {
      if (typeof value === "string") return false;
      const opened = openForDelivery(value);
      return opened.length > 0 && needleForms(opened).length === 0;
    })
    .map(({ setting }) => setting);
}
