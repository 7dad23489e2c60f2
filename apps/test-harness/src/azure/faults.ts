import { FaultQueue as Queue } from "../http/fault-queue.ts";
import { WIRE_STAGES, type WireFault, type WireStage } from "../http/wire-fault.ts";

/**
 * What can go wrong on the way. `times` counts the requests that it befalls (default: all); `operation` narrows it to one
 * operation. Without one, it befalls the vault's own operations, and no login.
 */
export type Fault = { readonly operation?: string; readonly times?: number } & FaultKind;

type FaultKind =
  | WireFault
  /** 403 under this inner code (default ForbiddenByRbac), whatever the rights say. */
  | { readonly kind: "access-denied"; readonly inner?: string }
  /** The login's refusal under this number, such as 7000215. */
  | { readonly kind: "login-refused"; readonly number: number }
  /** The challenge names another resource or another authority. */
  | { readonly kind: "challenge"; readonly resource?: string; readonly authorization?: string }
  /** The login's metadata name this token endpoint. */
  | { readonly kind: "token-endpoint"; readonly url: string }
  /** A page's nextLink leads to the same page, and is given again there. */
  | { readonly kind: "cyclic-token" }
  /** A page without entries, with a nextLink. */
  | { readonly kind: "empty-page" }
  /** A page whose nextLink is this. */
  | { readonly kind: "next-link"; readonly link: string }
  /** The answer is of another secret than the one asked for. */
  | { readonly kind: "other-secret" };

type Stage = WireStage | "challenge" | "login" | "metadata" | "page" | "value";

const stages: Record<Fault["kind"], Stage> = {
  ...WIRE_STAGES,
  "access-denied": "instead",
  challenge: "challenge",
  "login-refused": "login",
  "token-endpoint": "metadata",
  "cyclic-token": "page",
  "empty-page": "page",
  "next-link": "page",
  "other-secret": "value",
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
