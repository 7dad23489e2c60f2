import { FaultQueue as Queue } from "../http/fault-queue.ts";

/**
 * What can go wrong on the way. `times` counts the requests that it befalls (default: all); `operation` narrows it to one
 * operation. Without one, it befalls the vault's own operations, and no login.
 */
export type Fault = { readonly operation?: string; readonly times?: number } & FaultKind;

type FaultKind =
  /** 429; `retryAfter` is sent as that header, whatever it says. */
  | { readonly kind: "throttle"; readonly retryAfter?: string | number }
  /** A bare status, with `body` and `headers` or without. */
  | {
      readonly kind: "http-status";
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** 403 under this inner code (default ForbiddenByRbac), whatever the rights say. */
  | { readonly kind: "access-denied"; readonly inner?: string }
  /** 200 with a web page, as a captive portal gives. */
  | { readonly kind: "html" }
  /** The login's refusal under this number, such as 7000215. */
  | { readonly kind: "login-refused"; readonly number: number }
  /** The challenge names another resource or another authority. */
  | { readonly kind: "challenge"; readonly resource?: string; readonly authorization?: string }
  /** The login's metadata name this token endpoint. */
  | { readonly kind: "token-endpoint"; readonly url: string }
  /** The connection is destroyed before a byte is sent. */
  | { readonly kind: "reset" }
  /** Waits `ms` before anything else. */
  | { readonly kind: "delay"; readonly ms: number }
  /** A page's nextLink leads to the same page, and is given again there. */
  | { readonly kind: "cyclic-token" }
  /** A page without entries, with a nextLink. */
  | { readonly kind: "empty-page" }
  /** A page whose nextLink is this. */
  | { readonly kind: "next-link"; readonly link: string }
  /** The answer is of another secret than the one asked for. */
  | { readonly kind: "other-secret" }
  /** Content-Length promises more than is sent before the connection is destroyed. */
  | { readonly kind: "cut-off" }
  /** A whole HTTP answer whose JSON stops half-way. */
  | { readonly kind: "corrupt" }
  /** One byte each `ms` (default 20). */
  | { readonly kind: "slow-body"; readonly ms?: number }
  /** A body that does not end. */
  | { readonly kind: "endless-body" };

type Stage = "wait" | "instead" | "challenge" | "login" | "metadata" | "page" | "value" | "sending";

const stages: Record<Fault["kind"], Stage> = {
  delay: "wait",
  throttle: "instead",
  "http-status": "instead",
  "access-denied": "instead",
  html: "instead",
  reset: "instead",
  challenge: "challenge",
  "login-refused": "login",
  "token-endpoint": "metadata",
  "cyclic-token": "page",
  "empty-page": "page",
  "next-link": "page",
  "other-secret": "value",
  "cut-off": "sending",
  corrupt: "sending",
  "slow-body": "sending",
  "endless-body": "sending",
};

/** The logins: what names no operation passes them by, but for the faults that are about them. */
const LOGINS = new Set(["OpenIdConfiguration", "InstanceDiscovery", "Token", "DeviceCode", "IdentityToken"]);

/** The faults of one store. */
export class FaultQueue {
  readonly #named = new Queue<Fault, Stage>(stages);
  readonly #general = new Queue<Fault, Stage>(stages);

  add(fault: Fault): void {
    (fault.operation === undefined ? this.#general : this.#named).add(fault);
  }

  clear(): void {
    this.#named.clear();
    this.#general.clear();
  }

  take(stage: Stage, operation: string): Fault | undefined {
    const general = stage === "login" || stage === "metadata" || !LOGINS.has(operation);
    return this.#named.take(stage, operation) ?? (general ? this.#general.take(stage, operation) : undefined);
  }
}
