import { FaultQueue as Queue } from "../http/fault-queue.ts";

/** What can go wrong on the way. `times` counts the requests that it befalls (default: all); `operation` narrows it to one operation. */
export type Fault = { readonly operation?: string; readonly times?: number } & FaultKind;

type FaultKind =
  /** ThrottlingException; `retryAfter` is sent as that header, whatever it says. */
  | { readonly kind: "throttle"; readonly retryAfter?: string | number }
  /** A bare status, with `body` and `headers` or without. */
  | {
      readonly kind: "http-status";
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** AccessDeniedException, whatever the rights say. */
  | { readonly kind: "access-denied" }
  /** 200 with a web page, as a captive portal gives. */
  | { readonly kind: "html" }
  /** The connection is destroyed before a byte is sent. */
  | { readonly kind: "reset" }
  /** Waits `ms` before anything else. */
  | { readonly kind: "delay"; readonly ms: number }
  /** One asked id stands in neither list of a batch. */
  | { readonly kind: "drop-one" }
  /** A page's NextToken leads to the same page, and is given again there. */
  | { readonly kind: "cyclic-token" }
  /** A page without entries, with a NextToken. */
  | { readonly kind: "empty-page" }
  /** Content-Length promises more than is sent before the connection is destroyed. */
  | { readonly kind: "cut-off" }
  /** A whole HTTP answer whose JSON stops half-way. */
  | { readonly kind: "corrupt" }
  /** One byte each `ms` (default 20). */
  | { readonly kind: "slow-body"; readonly ms?: number }
  /** A body that does not end. */
  | { readonly kind: "endless-body" };

type Stage = "wait" | "instead" | "page" | "batch" | "sending";

const stages: Record<Fault["kind"], Stage> = {
  delay: "wait",
  throttle: "instead",
  "http-status": "instead",
  "access-denied": "instead",
  html: "instead",
  reset: "instead",
  "cyclic-token": "page",
  "empty-page": "page",
  "drop-one": "batch",
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
