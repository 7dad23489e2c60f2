import type { ProviderFailure } from "@keyferry/core/provider";
import { LeakScanner } from "@keyferry/test-harness/leaks";
import { expect } from "vitest";

/** What something fails with, thrown or as the outcome of one secret, after searching all of it for values. */
export async function failureOf(doing: Promise<unknown>, ...values: readonly string[]): Promise<ProviderFailure> {
  const result = await doing.catch((thrown: unknown) => thrown);
  if (values.length > 0) expect(new LeakScanner(values).scanObject(result, "failure")).toEqual([]);
  if (result instanceof Error) {
    expect(result).not.toHaveProperty("cause");
    return (result as unknown as { failure: ProviderFailure }).failure;
  }
  return (result as [{ error: ProviderFailure }])[0].error;
}
