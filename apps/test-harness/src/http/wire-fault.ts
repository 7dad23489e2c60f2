import type { Answer } from "./send.ts";

/** What can go wrong on the way to any HTTP service. */
export type WireFault =
  /** The service's own refusal of too many requests; `retryAfter` is sent as that header, whatever it says. */
  | { readonly kind: "throttle"; readonly retryAfter?: string | number }
  /** A bare status, with `body` and `headers` or without; a body that starts like an object is sent as JSON. */
  | {
      readonly kind: "http-status";
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** 200 with a web page, as a captive portal gives. */
  | { readonly kind: "html" }
  /** The connection is destroyed before a byte is sent. */
  | { readonly kind: "reset" }
  /** Waits `ms` before anything else. */
  | { readonly kind: "delay"; readonly ms: number }
  /** Content-Length promises more than is sent before the connection is destroyed. */
  | { readonly kind: "cut-off" }
  /** A whole HTTP answer whose JSON stops half-way. */
  | { readonly kind: "corrupt" }
  /** One byte each `ms` (default 20). */
  | { readonly kind: "slow-body"; readonly ms?: number }
  /** A body that does not end. */
  | { readonly kind: "endless-body" };

/** When a request meets a fault of the wire: before anything, in place of the service, or while its answer is sent. */
export type WireStage = "wait" | "instead" | "sending";

export const WIRE_STAGES: Readonly<Record<WireFault["kind"], WireStage>> = {
  delay: "wait",
  throttle: "instead",
  "http-status": "instead",
  html: "instead",
  reset: "instead",
  "cut-off": "sending",
  corrupt: "sending",
  "slow-body": "sending",
  "endless-body": "sending",
};

/** What a fault answers that is the same for every service; `undefined` for those that a service answers in its own words. */
export function wireAnswer(fault: { readonly kind: string } | WireFault): Answer | undefined {
  if (!isBare(fault)) return undefined;
  if (fault.kind === "html") {
    return { status: 200, headers: { "content-type": "text/html" }, body: "<html><body>Please sign in</body></html>" };
  }
  const { status, body = "", headers } = fault;
  const type = body.startsWith("{") ? "application/json" : "text/plain";
  return { status, headers: { "content-type": type, ...headers }, body };
}

type Bare = Extract<WireFault, { kind: "html" | "http-status" }>;

function isBare(fault: { readonly kind: string }): fault is Bare {
  return fault.kind === "html" || fault.kind === "http-status";
}

/** The header of a `throttle`, where the fault has one. */
export function retryAfterHeader(retryAfter: string | number | undefined): Readonly<Record<string, string>> {
  return retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
}
