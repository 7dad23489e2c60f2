import { ProviderError } from "@keyferry/core/provider";

/** A connection that cannot be used as it is. */
export function refuse(message: string, hint: string): never {
  throw new ProviderError({ code: "invalid-connection", message, hint });
}

/** A credential that is damaged, cut off or of another kind. */
export function unusable(message: string, hint: string): never {
  throw new ProviderError({ code: "unauthenticated", message, hint });
}
