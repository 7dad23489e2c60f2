import { FaultQueue as Queue } from "../http/fault-queue.ts";
import { WIRE_STAGES, type WireFault, type WireStage } from "../http/wire-fault.ts";

/** What can go wrong on the way. `times` counts the requests that it befalls (default: all); `operation` narrows it to one operation. */
export type Fault = { readonly operation?: string; readonly times?: number } & FaultKind;

type FaultKind =
  | WireFault
  /** 403, whatever the rights say. */
  | { readonly kind: "access-denied" }
  /** 503 of a sealed server. */
  | { readonly kind: "sealed" }
  /** A redirect to `location`, with the path that was asked for unless `path` says another. 307 unless `status` says another. */
  | { readonly kind: "redirect"; readonly location: string; readonly path?: string; readonly status?: number }
  /** 200 with this JSON text. */
  | { readonly kind: "json"; readonly body: string };

type Stage = WireStage;

const stages: Record<Fault["kind"], Stage> = {
  ...WIRE_STAGES,
  "access-denied": "instead",
  sealed: "instead",
  redirect: "instead",
  json: "instead",
};

/** The faults of one store. */
export class FaultQueue extends Queue<Fault, Stage> {
  constructor() {
    super(stages);
  }
}
