import type { Host, HostRequest } from "@keyferry/core/provider";
import { sendForLogin } from "./token-request.ts";

/**
 * The host's own HTTP, in the place where the SDK's logins take a `fetch`: no redirect, no proxy of the environment, a cap
 * on the body. What is refused is thrown through the SDK as a `ProviderError`.
 */
export function loginFetch(host: Host, proxy: Pick<HostRequest, "proxy">): typeof fetch {
  return async (url, { method = "GET", headers, body } = {}) => {
    const form = body instanceof URLSearchParams ? { "content-type": "application/x-www-form-urlencoded" } : {};
    const answer = await sendForLogin(host, {
      method,
      url: String(url),
      headers: { ...form, ...Object.fromEntries(new Headers(headers)) },
      ...(body === undefined || body === null ? {} : { body: String(body) }),
      ...proxy,
    });
    return new Response(new Uint8Array(answer.body), { status: 200, headers: answer.headers });
  };
}
