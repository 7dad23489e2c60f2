import { FaultQueue as Queue } from "../http/fault-queue.ts";
import { WIRE_STAGES, type WireFault, type WireStage } from "../http/wire-fault.ts";

/** What can go wrong on the way. `times` counts the requests that it befalls (default: all); `operation` narrows it to one operation. */
export type Fault = { readonly operation?: string; readonly times?: number } & FaultKind;

type FaultKind =
  | WireFault
  /** AccessDeniedException, whatever the rights say. */
  | { readonly kind: "access-denied" }
  /** One asked id stands in neither list of a batch. */
  | { readonly kind: "drop-one" }
  /** A page's NextToken leads to the same page, and is given again there. */
  | { readonly kind: "cyclic-token" }
  /** A page without entries, with a NextToken. */
  | { readonly kind: "empty-page" };

type Stage = WireStage | "page" | "batch";

const stages: Record<Fault["kind"], Stage> = {
  ...WIRE_STAGES,
  "access-denied": "instead",
  "cyclic-token": "page",
  "empty-page": "page",
  "drop-one": "batch",
};

/** The faults of one store. */
export class FaultQueue extends Queue<Fault, Stage> {
  constructor() {
    super(stages);
  }
}
