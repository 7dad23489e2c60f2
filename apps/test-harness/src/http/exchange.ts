import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { type Answer, send } from "./send.ts";
import type { WireStage } from "./wire-fault.ts";
import { wireAnswer } from "./wire-fault.ts";

/** The wire below one request of a store. */
export interface Wire<F> {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  /** Takes the fault that waits for the request at a stage. */
  readonly fault: (stage: WireStage) => F | undefined;
  /** Ends every wait. */
  readonly closing: AbortSignal;
}

/** How a store answers one request. */
export interface Answers<F> {
  /** What the service says in its own words where a fault stands in its place. */
  readonly instead: (fault: F) => Answer | undefined;
  readonly service: () => Answer;
  /** Told of the status, whoever answers. */
  readonly note: (status: number) => void;
}

/** Lets faults befall a request that was read and noted, and answers it: by a fault, or by the service. */
export async function exchange<F extends { readonly kind: string; readonly ms?: number }>(
  { message, response, fault, closing }: Wire<F>,
  { instead, service, note }: Answers<F>,
): Promise<void> {
  const wait = fault("wait");
  if (wait) await setTimeout(wait.ms, undefined, { signal: closing });
  const met = fault("instead");
  if (met?.kind === "reset") {
    message.socket.resetAndDestroy();
    return;
  }
  const answer = (met && (wireAnswer(met) ?? instead(met))) ?? service();
  note(answer.status);
  await send(response, answer, fault("sending"));
}
