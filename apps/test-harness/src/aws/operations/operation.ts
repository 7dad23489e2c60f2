import type { Principal } from "../credentials.ts";
import type { FaultQueue } from "../faults.ts";
import { Refusal } from "../refusal.ts";
import type { RightsCheck } from "../rights.ts";
import type { SecretState, StoredSecret } from "../state.ts";

export type JsonObject = Record<string, unknown>;

/** How many entries a page holds at most, whatever the caller asks for. */
export interface Paging {
  batch: number;
  list: number;
}

export interface OperationContext {
  readonly state: SecretState;
  readonly rights: RightsCheck;
  readonly who: Principal;
  readonly faults: FaultQueue;
  readonly paging: Paging;
}

/** One operation of the service: throws a Refusal, or gives the members of its answer. */
export type Operation = (input: JsonObject, context: OperationContext) => JsonObject;

/** Finds a secret that the caller may use for `action`. Rights come first: who has none cannot tell whether it exists. */
export function findAllowed(id: string, action: string, context: OperationContext): StoredSecret {
  const secret = context.state.find(id);
  context.rights.check(context.who, `secretsmanager:${action}`, { id, secret });
  if (!secret) throw new Refusal("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  return secret;
}
