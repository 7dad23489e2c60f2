import type { AddressResult } from "@keyferry/core/provider";

/** Names at Acme are lower-case words with hyphens: anything else never becomes part of a URL. */
export function address(text: string): AddressResult {
  const name = text.toLowerCase();
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return { ok: true, name };
  return {
    ok: false,
    error: {
      code: "invalid-address",
      message: "this is no name of an Acme secret",
      hint: "write lower-case words with hyphens, such as nas-password",
    },
  };
}
