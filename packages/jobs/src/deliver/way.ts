import type { ChildProcess } from "node:child_process";
import type { Delivery, DeliveryKind } from "@keyferry/core/delivery";
import type { Platform } from "../platform/platform.ts";
import type { Ground } from "./ground.ts";
import type { Fault, OpenPayload } from "./open-payload.ts";

/** A job that has started: its process, and the streams that it was given. */
export interface StartedJob {
  readonly pid?: number | undefined;
  readonly stdio: readonly (ChildProcess["stdio"][number] | undefined)[];
}

/** Something of the job that a delivery takes up. No other may take it, but for one of the same `group`. */
export interface Claim {
  readonly what: string;
  readonly group?: DeliveryKind;
}

/** A delivery that is ready for the start of its job. */
export interface Prepared {
  /** Variables of the job. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What the job gets as this descriptor: one of ours, or a stream of the child process. */
  readonly descriptor?: { readonly number: number; readonly source: number | "pipe" };
  /** Where the job finds the payload. */
  readonly place?: string;
  /** The job has started. */
  started?(job: StartedJob): void;
  /** Ends what it holds. Called once, whether the job was started or not. */
  end?(): void | Promise<void>;
}

/** One payload of a way, with what it needs. */
export interface Delivered<D extends Delivery> {
  readonly id: string;
  readonly delivery: D;
  readonly opened: OpenPayload;
}

/** How one kind of delivery is done. */
export interface Way<D extends Delivery> {
  /** What another process of the same user could see, in one sentence for the docs. */
  readonly exposure: string;
  /** What a message calls the payload: `the value for the environment variable X`. */
  subject(delivery: D): string;
  claims(delivery: D, platform: Platform): readonly Claim[];
  /** Whether the program can be told a place. */
  readonly hasPlace: boolean;
  /** Why this payload cannot go this way, without quoting it. */
  fault(opened: OpenPayload, delivery: D, platform: Platform): Fault | undefined;
  /** Makes the payloads of this kind ready: everything that can fail, fails here, before the start (`KeyferryError`). */
  prepare(payloads: readonly Delivered<D>[], ground: Ground): Promise<readonly Prepared[]>;
}
