import { FaultQueue as Queue } from "../http/fault-queue.ts";
import { WIRE_STAGES, type WireFault, type WireStage } from "../http/wire-fault.ts";

/** What can go wrong on the way. `times` counts the requests that it befalls (default: all); `operation` narrows it to one operation. */
export type Fault = { readonly operation?: string; readonly times?: number } & FaultKind;

type FaultKind =
  | WireFault
  /** PERMISSION_DENIED, whatever the rights say; `reason` is that of its ErrorInfo. */
  | { readonly kind: "access-denied"; readonly reason?: string }
  /** The value has one bit changed, and its checksum has not. */
  | { readonly kind: "damage" }
  /** The value has no checksum. */
  | { readonly kind: "no-checksum" }
  /** The answer names another version than the one that was read. */
  | { readonly kind: "other-version" }
  /** A page's token leads to the same page, and is given again there. */
  | { readonly kind: "cyclic-token" }
  /** A page without entries, with a token. */
  | { readonly kind: "empty-page" };

type Stage = WireStage | "page" | "value";

const stages: Record<Fault["kind"], Stage> = {
  ...WIRE_STAGES,
  "access-denied": "instead",
  damage: "value",
  "no-checksum": "value",
  "other-version": "value",
  "cyclic-token": "page",
  "empty-page": "page",
};

/** The faults of one store. */
export class FaultQueue extends Queue<Fault, Stage> {
  constructor() {
    super(stages);
  }
}
