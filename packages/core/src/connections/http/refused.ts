import { ProviderError } from "../../contract/errors.ts";

/** The error for a request that is not made, because of what it asks for. */
export function refused(message: string, hint?: string): ProviderError {
  return new ProviderError({ code: "invalid-connection", message, ...(hint === undefined ? {} : { hint }) });
}
