import { FaultQueue as Queue } from "../http/fault-queue.ts";

/** What can go wrong on the way. `times` counts the requests that it befalls (default: all); `operation` narrows it to one operation. */
export type Fault = { readonly operation?: string; readonly times?: number } & FaultKind;

type FaultKind =
  /** 429 of a rate limit quota; `retryAfter` is sent as that header, whatever it says. */
  | { readonly kind: "throttle"; readonly retryAfter?: string | number }
  /** A bare status, with `body` and `headers` or without; a body that starts like an object is sent as JSON. */
  | {
      readonly kind: "http-status";
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** 403, whatever the rights say. */
  | { readonly kind: "access-denied" }
  /** 503 of a sealed server. */
  | { readonly kind: "sealed" }
  /** A redirect to `location`, with the path that was asked for unless `path` says another. 307 unless `status` says another. */
  | { readonly kind: "redirect"; readonly location: string; readonly path?: string; readonly status?: number }
  /** 200 with a web page, as a captive portal gives. */
  | { readonly kind: "html" }
  /** 200 with this JSON text. */
  | { readonly kind: "json"; readonly body: string }
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

type Stage = "wait" | "instead" | "sending";

const stages: Record<Fault["kind"], Stage> = {
  delay: "wait",
  throttle: "instead",
  "http-status": "instead",
  "access-denied": "instead",
  sealed: "instead",
  redirect: "instead",
  html: "instead",
  json: "instead",
  reset: "instead",
  "cut-off": "sending",
  corrupt: "sending",
  "slow-body": "sending",
  "endless-body": "sending",
};

/** The faults of one store. */
export class FaultQueue extends Queue<Fault, Stage> {
  constructor() {
    super(stages);
  }
}
