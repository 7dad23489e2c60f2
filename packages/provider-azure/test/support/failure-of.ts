import { inspect } from "node:util";
import type { ProviderFailure } from "@keyferry/core/provider";
import { expect } from "vitest";

/** What no failure may hold: the values that the tests put into the store begin so. */
const CANARY = "canary";

/** What a call fails with, thrown or as its first outcome, after searching all of it for values and credentials. */
export async function failureOf(calling: Promise<unknown>, ...secrets: string[]): Promise<ProviderFailure> {
  const result = await calling.then(
    (given) => ({ given }),
    (thrown: unknown) => ({ thrown }),
  );
  const shown = inspect(result, { depth: 12, showHidden: true, getters: true }) + JSON.stringify(result);
  for (const secret of [CANARY, ...secrets]) {
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(Buffer.from(secret).toString("base64"));
  }
  if ("thrown" in result) {
    expect(result.thrown).not.toHaveProperty("cause");
    return (result.thrown as { failure: ProviderFailure }).failure;
  }
  return (result.given as readonly [{ error: ProviderFailure }])[0].error;
}
