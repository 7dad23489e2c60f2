import { ProviderError } from "../../contract/errors.ts";

/** A request that is not made, because of what it asks. */
export function refused(message: string, hint?: string): ProviderError {
  return new ProviderError({ code: "invalid-connection", message, ...(hint === undefined ? {} : { hint }) });
}
