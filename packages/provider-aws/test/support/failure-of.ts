import type { ProviderFailure } from "@keyferry/core/provider";
import { expect } from "vitest";
import { leaks } from "./leaks.ts";

/** What a read of one secret fails with, thrown or as its outcome, after searching all of it for canaries. */
export async function failureOf(reading: Promise<unknown>): Promise<ProviderFailure> {
  const result = await reading.catch((thrown: unknown) => thrown);
  expect(leaks(result)).toEqual([]);
  if (result instanceof Error) {
    expect(result).not.toHaveProperty("cause");
    return (result as unknown as { failure: ProviderFailure }).failure;
  }
  return (result as [{ error: ProviderFailure }])[0].error;
}
