import { type AnyFault, FaultQueue as Queue } from "../http/fault-queue.ts";

/** What can go wrong; `operation` is `CredEnumerateW` or `CredReadW`. */
export type Fault = Pick<AnyFault, "operation" | "times"> & FaultKind;

type FaultKind =
  /** The call fails with this error number of the system. */
  | { readonly kind: "code"; readonly code: number }
  /** Waits `ms` before anything else. */
  | { readonly kind: "delay"; readonly ms: number }
  /** The native library throws, quoting what it was given. */
  | { readonly kind: "throw"; readonly text: string }
  /** The answer is of another credential. */
  | { readonly kind: "other-target" };

/** The faults of one store. */
export class FaultQueue extends Queue<Fault, "wait" | "instead" | "answer"> {
  constructor() {
    super({ code: "instead", delay: "wait", throw: "instead", "other-target": "answer" });
  }
}
